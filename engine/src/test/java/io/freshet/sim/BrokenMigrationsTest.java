package io.freshet.sim;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.spi.Ledger;
import io.freshet.spi.Vectors;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Engines that spoil the other side of a migration, so that it is known that the simulation would
/// say so.
final class BrokenMigrationsTest {
    private static final int SEEDS = 30;
    private static final Logger ROOT = Logger.getLogger("");
    private static Level before = Level.INFO;

    @BeforeAll
    static void beQuiet() {
        before = ROOT.getLevel();
        ROOT.setLevel(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        ROOT.setLevel(before);
    }

    @Test
    @Tag("I4")
    void oneWhoseOtherSideMissesWhatChangesMeanwhileIsCaught() {
        assertCaught(
                "I4: the other side",
                new SimTamper() {
                    @Override
                    public Ledger ledger(Ledger right) {
                        return PortProxy.of(
                                Ledger.class,
                                right,
                                call -> call.name().equals("touched") ? List.of() : call.proceed());
                    }
                });
    }

    @Test
    @Tag("I7")
    void oneThatTakesTheVectorsOfWhateverSpaceIsCaught() {
        assertCaught(
                "I7: a vector of another space",
                new SimTamper() {
                    private Object space = "";

                    @Override
                    public Vectors vectors(Vectors right) {
                        return PortProxy.of(
                                Vectors.class,
                                right,
                                call -> {
                                    if (!call.name().equals("find")) {
                                        return call.proceed();
                                    }
                                    space = space.equals("") ? call.arguments()[0] : space;
                                    return call.proceed(space, call.arguments()[1]);
                                });
                    }
                });
    }

    private static void assertCaught(String promise, SimTamper broken) {
        assertThatThrownBy(() -> live(broken))
                .isInstanceOf(Simulation.Failed.class)
                .hasMessageContaining("\n" + promise);
    }

    private static void live(SimTamper broken) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Simulation.run(seed, broken);
        }
    }
}

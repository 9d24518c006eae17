package io.freshet.sim;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.spi.Journal;
import io.freshet.spi.Store;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Engines that do not forget what they are told to, so that it is known that the simulation would
/// say so.
final class BrokenPurgesTest {
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
    void oneWhoseStoreKeepsWhatIsForgottenIsCaught() {
        assertCaught(
                "purge: ",
                new SimTamper() {
                    @Override
                    public Store store(Store right) {
                        return PortProxy.of(
                                Store.class,
                                right,
                                call -> call.name().equals("forget") ? null : call.proceed());
                    }
                });
    }

    @Test
    void oneThatDoesNotEndWhatACrashBrokeOffIsCaught() {
        assertCaught(
                "I1: ",
                new SimTamper() {
                    @Override
                    public Journal journal(Journal right) {
                        return PortProxy.of(
                                Journal.class,
                                right,
                                call ->
                                        call.name().equals("purging")
                                                ? Optional.empty()
                                                : call.proceed());
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

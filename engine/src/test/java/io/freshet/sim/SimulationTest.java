package io.freshet.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulationTest {
    private static final int SEEDS = 300;
    private static final Logger ROOT = Logger.getLogger("");
    private static Level before = Level.INFO;

    /// What the steps have to say of so many faults is not read by anybody.
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
    @Tag("I1")
    @Tag("I2")
    @Tag("I3")
    @Tag("I4")
    @Tag("I5")
    @Tag("I6")
    @Tag("I7")
    @Tag("I8")
    @Tag("I9")
    void whateverHappensEveryPromiseIsKept() throws InterruptedException {
        SimLives lives = new SimLives(1, SEEDS, Duration.ofHours(1));

        assertThat(lives.run(_ -> {}).map(Throwable::getMessage)).isEmpty();

        Simulation.Report sum = lives.total();
        assertThat(sum.versions()).isGreaterThan(SEEDS * 10);
        assertThat(sum.switches()).isGreaterThan(SEEDS / 2);
        assertThat(sum.parked()).isGreaterThan(SEEDS);
        assertThat(sum.searches()).isGreaterThan(SEEDS);
        assertThat(sum.crashes()).isGreaterThan(SEEDS);
    }

    /// On every machine: a digest holds all versions, the feed and what is left. A change of what
    /// the engine does, or of the script, changes it: then `./freshet sim --seed` says the new one.
    @ParameterizedTest
    @CsvSource({
        "1, 7f49739ec1366ad8",
        "2, 58dc00b1e2257e13",
        "3, 4aa16b843c557031",
        "4711, 156804a5c715b2db"
    })
    @Tag("I10")
    void theSameSeedGivesTheSameLife(long seed, String digest) {
        Simulation.Report life = Simulation.run(seed);

        assertThat(life).isEqualTo(Simulation.run(seed));
        assertThat(life.digest()).isEqualTo(digest);
    }
}

package io.freshet.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final int SEEDS = 200;

    @Test
    @Tag("I1")
    @Tag("I2")
    @Tag("I4")
    @Tag("I9")
    void whateverHappensTheIndexIsTheLastAcceptedState() {
        long versions = 0;
        long parked = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Simulation.Report life = Simulation.run(seed);
            versions += life.versions();
            parked += life.parked();
        }
        assertThat(versions).isGreaterThan(SEEDS * 5);
        assertThat(parked).isGreaterThan(SEEDS);
    }

    @Test
    @Tag("I10")
    void theSameSeedGivesTheSameLife() {
        assertThat(Simulation.run(7)).isEqualTo(Simulation.run(7));
    }
}

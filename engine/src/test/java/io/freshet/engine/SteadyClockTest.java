package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.sim.SimClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final SimClock wall = new SimClock(NOON);
    private final SteadyClock steady =
            new SteadyClock(wall::now, () -> wall.passedMs() * 1_000_000);

    @Test
    void itSaysWhatTheWallSays() {
        wall.pass(Duration.ofSeconds(3));
        assertThat(steady.now()).isEqualTo(NOON.plusSeconds(3));
        wall.set(Duration.ofHours(1));
        assertThat(steady.now()).isEqualTo(NOON.plusSeconds(3603));
    }

    @Test
    void itNeverGoesBackAndGoesOnAtHalfTheSpeedUntilBothAgree() {
        wall.set(Duration.ofSeconds(-10));
        assertThat(steady.now()).isEqualTo(NOON);
        wall.pass(Duration.ofSeconds(4));
        assertThat(steady.now()).isEqualTo(NOON.plusSeconds(2));
        wall.pass(Duration.ofSeconds(16));
        assertThat(steady.now()).isEqualTo(wall.now()).isEqualTo(NOON.plusSeconds(10));
        wall.pass(Duration.ofSeconds(1));
        assertThat(steady.now()).isEqualTo(wall.now());
    }
}

package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StatusTest {
    /// The clock is read first, and an event may come in before the journal is asked.
    @Test
    void whatCameInMeanwhileHasNoAgeBelowZero() {
        Instant now = Instant.EPOCH;

        assertThat(Status.ago(now.plusMillis(5), now)).isZero();
        assertThat(Status.ago(now.minusMillis(5), now)).isEqualTo(Duration.ofMillis(5));
    }
}

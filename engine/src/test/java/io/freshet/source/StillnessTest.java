package io.freshet.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.DocumentId;
import io.freshet.spi.Source.Entry;
import io.freshet.spi.Source.Pace;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StillnessTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void whereNothingIsToBeStillAlsoADateInTheFutureIsReadAtOnce() {
        var stillness = new Stillness(new Pace(Duration.ZERO, Duration.ZERO, Duration.ofHours(1)));
        var tomorrow = new Entry(new DocumentId("a"), "stamp", NOW.plus(Duration.ofDays(1)));

        assertThat(stillness.look(tomorrow, NOW, 7))
                .isEqualTo(new Stillness.Verdict.Read(false, 7));
        assertThat(stillness.size()).isZero();
    }
}

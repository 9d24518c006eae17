package io.freshet.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PaceTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private final Random chance = new Random(1);

    private Duration pause(int failures, Duration asked) {
        return Pace.DEFAULT.pause(failures, asked, chance);
    }

    @Test
    void thePauseDoublesFromASecondToFiveMinutesAndIsNeverQuiteTheSame() {
        for (int failures = 1; failures < 100; failures++) {
            long due = Math.min(1000L << Math.min(failures - 1, 20), 300_000);
            assertThat(pause(failures, Duration.ZERO).toMillis()).isBetween(due / 2, due);
        }
        assertThat(pause(9, Duration.ZERO)).isNotEqualTo(pause(9, Duration.ZERO));
    }

    @Test
    void whatTheReceiverAsksForIsKept() {
        assertThat(pause(1, Duration.ofMinutes(7))).isEqualTo(Duration.ofMinutes(7));
        assertThat(pause(50, Duration.ofSeconds(1)).toSeconds()).isGreaterThan(100);
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "0, 0",
        "99999999, 3600",
        "'Tue, 24 Nov 2026 10:00:30 GMT', 30",
        "'Tue, 24 Nov 2026 09:00:00 GMT', 0",
        "-5, 0",
        "soon, 0"
    })
    void retryAfterIsSecondsOrADateAndAtMostAnHour(String said, long seconds) {
        assertThat(RetryAfter.of(said, NOW)).isEqualTo(Duration.ofSeconds(seconds));
    }
}

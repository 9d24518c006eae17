package io.freshet.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A25")
final class BackoffTest {
    private static final Duration SHORT = Duration.ofSeconds(59);

    @Test
    void pausesDoubleFromOneSecondToSixty() {
        Backoff longest = Backoff.ofSubscriber(new TurnedTiming(1));

        assertThat(seconds(longest, 8)).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    }

    @Test
    void aPauseIsDrawnFromZeroToItsBound() {
        assertThat(seconds(Backoff.ofSubscriber(new TurnedTiming(0)), 3)).containsOnly(0L);
        assertThat(seconds(Backoff.ofSubscriber(new TurnedTiming(0.5)), 4))
                .containsExactly(0L, 1L, 2L, 4L);
    }

    @Test
    void onlyAConnectionThatLastedAMinuteStartsOver() {
        Backoff backoff = Backoff.ofSubscriber(new TurnedTiming(1));
        seconds(backoff, 3);

        assertThat(backoff.pause(SHORT, Optional.empty())).hasSeconds(8);
        assertThat(backoff.pause(Backoff.STABLE, Optional.empty())).hasSeconds(1);
    }

    @Test
    void aHintIsWaitedForAndClientsAreSpreadBehindIt() {
        Backoff backoff = Backoff.ofSubscriber(new TurnedTiming(0.5));

        assertThat(backoff.pause(SHORT, Optional.of(Duration.ofMinutes(2)))).hasMillis(120_500);
    }

    @Test
    void aThousandFailuresDoNotOverflow() {
        Backoff backoff = Backoff.ofSubscriber(new TurnedTiming(1));

        assertThat(seconds(backoff, 1000).get(999)).isEqualTo(60L);
    }

    private static List<Long> seconds(Backoff backoff, int times) {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            pauses.add(backoff.pause(SHORT, Optional.empty()).toSeconds());
        }
        return pauses;
    }
}

package io.freshet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What happens again and again is said once a minute.
final class RepeatsTest {
    private final Repeats repeats = new Repeats();

    @Test
    void theFirstTimeIsSaidAndTheOthersOfItsMinuteAreCounted() {
        assertThat(at("disk full", 0)).hasValue(0);
        assertThat(at("disk full", 1)).isEmpty();
        assertThat(at("disk full", 59)).isEmpty();
        assertThat(at("disk full", 60)).hasValue(2);
        assertThat(at("disk full", 61)).isEmpty();
        assertThat(at("disk full", 200)).hasValue(1);
    }

    @Test
    void eachCauseHasAMinuteOfItsOwn() {
        assertThat(at("disk full", 0)).hasValue(0);
        assertThat(at("disk failed", 1)).hasValue(0);
    }

    @Test
    void whatWasOverAndComesBackIsSaidAtOnce() {
        assertThat(at("disk full", 0)).hasValue(0);
        repeats.ended("disk full");
        assertThat(at("disk full", 1)).hasValue(0);
    }

    @Test
    void ofManyCausesTheOldestIsForgotten() {
        for (int cause = 0; cause <= 100; cause++) {
            assertThat(at("cause " + cause, 0)).hasValue(0);
        }
        assertThat(at("cause 100", 1)).isEmpty();
        assertThat(at("cause 0", 1)).hasValue(0);
    }

    private OptionalLong at(String cause, long second) {
        return repeats.happened(cause, TimeUnit.SECONDS.toNanos(second));
    }
}

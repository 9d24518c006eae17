package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.library.config.Config;
import io.freshet.server.json.ProblemException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RatesTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Rates rates = new Rates(new Config.Rate(10, 100), nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void asMuchAsTheBurstIsTakenAtOnceAndTheNextEventWhenItHasFlowedBack() {
        assertThat(rates.take("a", 100)).isEmpty();
        assertThat(rates.take("a", 1)).contains(Duration.ofMillis(100));

        pass(Duration.ofMillis(99));
        assertThat(rates.take("a", 1)).contains(Duration.ofMillis(1));
        pass(Duration.ofMillis(1));
        assertThat(rates.take("a", 1)).isEmpty();
        assertThat(rates.take("a", 1)).isPresent();
    }

    @Test
    void whatIsRefusedTakesNothing() {
        assertThat(rates.take("a", 60)).isEmpty();
        assertThat(rates.take("a", 41)).contains(Duration.ofMillis(100));
        assertThat(rates.take("a", 40)).isEmpty();
    }

    @Test
    void whoHasBeenQuietForLongMaySendTheBurstAndNoMore() {
        assertThat(rates.take("a", 100)).isEmpty();
        pass(Duration.ofDays(10));
        assertThat(rates.take("a", 100)).isEmpty();
        assertThat(rates.take("a", 1)).isPresent();
    }

    @Test
    void eachClientHasABucketOfItsOwn() {
        assertThat(rates.take("a", 100)).isEmpty();
        assertThat(rates.take("b", 100)).isEmpty();
        assertThat(rates.take("a", 1)).isPresent();
    }

    @Test
    void whatIsTakenAheadIsWaitedForAndHoldsUpTheOtherWaysIn() {
        assertThat(rates.takeAhead("a", 150)).isEqualTo(Duration.ofSeconds(5));
        assertThat(rates.takeAhead("a", 10)).isEqualTo(Duration.ofSeconds(6));
        assertThat(rates.take("a", 1)).contains(Duration.ofMillis(6100));
    }

    @Test
    void withoutARateEverythingIsTaken() {
        var off = new Rates(new Config.Rate(0, 1), nanos::get);
        assertThat(off.take("a", 1_000_000)).isEmpty();
        assertThat(off.takeAhead("a", 1_000_000)).isEqualTo(Duration.ZERO);
        new Client(off, "a").take(1_000_000);
        assertThat(off.clients()).isZero();
    }

    @Test
    void clientsDoNotPileUpAndTheOneThatIsActiveIsRemembered() {
        assertThat(rates.take("busy", 100)).isEmpty();
        for (int i = 0; i < 3 * Rates.CLIENTS_MAX; i++) {
            assertThat(rates.take("client" + i, 1)).isEmpty();
            assertThat(rates.take("busy", 1)).isPresent();
        }
        assertThat(rates.clients()).isEqualTo(Rates.CLIENTS_MAX);
    }

    @Test
    void aRequestThatCouldNeverBeTakenIsToldSo() {
        Client client = new Client(rates, "a");
        assertThatThrownBy(() -> client.take(101))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problem().code()).isEqualTo("too_large");
                            assertThat(e.problem().detail())
                                    .contains("limits.rate.burst")
                                    .contains("application/x-ndjson");
                            assertThat(e.retryAfter()).isEmpty();
                        });
        client.take(100);
        assertThatThrownBy(() -> client.take(15))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problem().code()).isEqualTo("rate_limited");
                            assertThat(e.retryAfter()).contains(Duration.ofMillis(1500));
                        });
    }
}

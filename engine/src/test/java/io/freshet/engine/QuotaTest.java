package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.EmbeddingSpace;
import io.freshet.FreshetException.Unavailable;
import io.freshet.sim.CountingEmbedder;
import io.freshet.spi.Embedder;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A provider that answers 429 beyond its quota is asked no more than it allows, and not much less.
class QuotaTest {
    private static final int MINUTES = 2;
    private static final int TEXTS_A_REQUEST = 2;

    /// Eight workers, and more documents than the quota lets through.
    @ParameterizedTest
    @CsvSource({"120, 60, true", "120, 5, true", "120, 3, true", "120, 10, false"})
    @Tag("A11")
    void nineTenthsOfAQuotaAreUsedUnderRefusals(int textsAMinute, int windowSeconds, boolean told) {
        Provider provider = new Provider(textsAMinute, Duration.ofSeconds(windowSeconds), told);
        SimCollection collection = new SimCollection(provider, 1);
        provider.clock = collection::elapsed;
        collection.offer(
                IntStream.range(0, textsAMinute * (MINUTES + 1))
                        .mapToObj(i -> SimCollection.upsert("doc" + i, "text " + i))
                        .toList());
        collection.settle();

        collection.pass(Duration.ofMinutes(MINUTES).minus(collection.elapsed()));

        long quota = (long) textsAMinute * MINUTES;
        assertThat(provider.inner.textCount()).isGreaterThanOrEqualTo((int) (quota * 9 / 10));
        assertThat(provider.early).as("requests before Retry-After had passed").isZero();
        assertThat(provider.refusals).isPositive().isLessThan((int) (quota / TEXTS_A_REQUEST));
    }

    @Test
    @Tag("A11")
    void afterARefusalNoWorkerAsksUntilTheWaitHasPassedAndAllIsDoneInTheEnd() {
        Provider provider = new Provider(20, Duration.ofSeconds(5), true);
        SimCollection collection = new SimCollection(provider, 2);
        provider.clock = collection::elapsed;

        collection.offer(
                IntStream.range(0, 100)
                        .mapToObj(i -> SimCollection.upsert("doc" + i, "text " + i))
                        .toList());
        collection.settle();
        collection.pass(Duration.ofHours(1));

        assertThat(provider.early).isZero();
        assertThat(provider.refusals).isPositive();
        assertThat(collection.documents()).hasSize(100);
        assertThat(collection.deadLetters()).isEmpty();
    }

    /// Counts in windows of a length, and refuses a request that goes beyond.
    private static final class Provider implements Embedder {
        private final CountingEmbedder inner = new CountingEmbedder();
        private final int textsAWindow;
        private final Duration window;
        private final boolean told;
        private Supplier<Duration> clock = () -> Duration.ZERO;
        private long current;
        private int used;
        private Duration closedUntil = Duration.ZERO;
        private int early;
        private int refusals;

        /// @param told whether a refusal says when to come back
        private Provider(int textsAMinute, Duration window, boolean told) {
            this.textsAWindow = (int) (textsAMinute * window.toSeconds() / 60);
            this.window = window;
            this.told = told;
        }

        @Override
        public EmbeddingSpace space() {
            return inner.space();
        }

        @Override
        public Limits limits() {
            return new Limits(TEXTS_A_REQUEST, 10_000, 8, Duration.ofSeconds(30));
        }

        @Override
        public Answer embed(List<String> texts, Purpose purpose) {
            Duration now = clock.get();
            early += told && now.compareTo(closedUntil) < 0 ? 1 : 0;
            long number = now.toMillis() / window.toMillis();
            used = number == current ? used : 0;
            current = number;
            if (used + texts.size() > textsAWindow) {
                refusals++;
                Duration left =
                        Duration.ofMillis((number + 1) * window.toMillis())
                                .minus(now)
                                .plusMillis(1);
                Duration seconds = Duration.ofSeconds(left.plusMillis(999).toSeconds());
                closedUntil = told ? now.plus(seconds) : Duration.ZERO;
                throw told
                        ? new Unavailable("429", seconds)
                        : new Unavailable("429", new IllegalStateException("no wait said"));
            }
            used += texts.size();
            return inner.embed(texts, purpose);
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}

package io.freshet.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.EmbeddingSpace;
import io.freshet.Failure;
import io.freshet.FreshetException.Unavailable;
import io.freshet.SpentFor;
import io.freshet.sim.CountingEmbedder;
import io.freshet.sim.EmbedderFault;
import io.freshet.sim.SimWorld;
import io.freshet.spi.Embedder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LimiterTest {
    private final SimWorld world = new SimWorld(new SplittableRandom(7), Instant.EPOCH);
    private final Limiter limiter = new Limiter(0);

    @Test
    void nobodyAsksBeforeTheProvidersWaitHasPassed() {
        limiter.failed(wait(Duration.ofSeconds(5)), world);

        world.jump(Duration.ofMillis(4_999));
        assertThat(limiter.closed(world)).isPresent();
        world.jump(Duration.ofMillis(1));
        assertThat(limiter.closed(world)).isEmpty();
        assertThat(limiter.problem()).contains("429");
    }

    @Test
    void aLateAnswerToWhatWasAskedBeforeOpensNothing() {
        long asked = world.nanos();
        world.jump(Duration.ofMillis(10));
        limiter.failed(wait(Duration.ofSeconds(5)), world);
        world.jump(Duration.ofMillis(10));

        limiter.answered(asked);

        assertThat(limiter.closed(world)).isPresent();
        assertThat(limiter.problem()).contains("429");
    }

    @Test
    void itIsSaidOnceAMinuteAndWhenItIsOver() {
        assertThat(limiter.failed(wait(Duration.ofSeconds(1)), world)).hasValue(0);
        world.jump(Duration.ofSeconds(2));
        assertThat(limiter.failed(wait(Duration.ofSeconds(1)), world)).isEmpty();
        world.jump(Duration.ofSeconds(60));
        assertThat(limiter.failed(wait(Duration.ofSeconds(1)), world)).hasValue(1);

        world.jump(Duration.ofSeconds(2));
        assertThat(limiter.answered(world.nanos())).isTrue();
        assertThat(limiter.answered(world.nanos())).isFalse();
        assertThat(limiter.failed(wait(Duration.ofSeconds(1)), world)).hasValue(0);
    }

    @Test
    void ofSeveralWaitsTheOneThatEndsLastCounts() {
        limiter.failed(wait(Duration.ofSeconds(60)), world);
        world.jump(Duration.ofSeconds(1));
        limiter.failed(wait(Duration.ofSeconds(2)), world);

        world.jump(Duration.ofSeconds(58));
        assertThat(limiter.closed(world)).isPresent();
        world.jump(Duration.ofSeconds(1));
        assertThat(limiter.closed(world)).isEmpty();
    }

    @Test
    void withoutAWaitThePauseDoublesUpToAMinuteAndAnAnswerEndsIt() {
        Duration pause = Duration.ZERO;
        for (int failures = 0; failures < 12; failures++) {
            limiter.failed(new Failure(false, Optional.empty(), "503"), world);
            pause = limiter.closed(world).orElseThrow().left();
            long whole = Math.min(60_000, 1_000L << failures);
            assertThat(pause.toMillis()).isBetween(whole / 2, whole);
            world.jump(pause);
        }

        limiter.answered(world.nanos());
        limiter.failed(new Failure(false, Optional.empty(), "503"), world);

        assertThat(limiter.closed(world).orElseThrow().left())
                .isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aWaitOfNothingIsAPauseAndOneOfYearsIsADay() {
        limiter.failed(wait(Duration.ZERO), world);
        assertThat(limiter.closed(world).orElseThrow().left()).isPositive();

        limiter.failed(wait(Duration.ofDays(4_000)), world);
        assertThat(limiter.closed(world).orElseThrow().left()).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void aKnownQuotaIsKeptByDocumentsAndNotWaitedForByQuestions() {
        Limiter known = new Limiter(6_000); // 100 a second, 500 at once
        long taken = 0;
        Instant end = world.now().plusSeconds(60);
        while (world.now().isBefore(end)) {
            Duration pause = known.pause(world);
            if (pause.isPositive()) {
                world.jump(pause.plusMillis(1));
            } else {
                known.spend(150, world);
                taken += 150;
            }
        }
        assertThat(taken).isBetween(6_000L, 6_000L + 500 + 150);

        known.spend(10_000, world); // a question is counted
        assertThat(known.pause(world)).isGreaterThan(Duration.ofSeconds(90));
    }

    @Test
    void allThatShareAnAccountAreLeftOutAndNoneIsAsked() {
        CountingEmbedder one = new CountingEmbedder("one", limits());
        CountingEmbedder other = new CountingEmbedder("other", limits());
        AskedEmbedder documents =
                new AskedEmbedder(Endpoints.of(one, limiter), world, Meter.NONE, SpentFor.EVENTS);
        AskedEmbedder questions =
                new AskedEmbedder(Endpoints.of(other, limiter), world, Meter.NONE, SpentFor.EVENTS);
        one.misbehave(
                new EmbedderFault.Fails("", () -> new Unavailable("429", Duration.ofSeconds(5))));
        assertThatThrownBy(() -> documents.embed(List.of("a"), Embedder.Purpose.DOCUMENT))
                .isInstanceOf(Unavailable.class);

        assertThatThrownBy(() -> questions.embed(List.of("b"), Embedder.Purpose.QUERY))
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(5)));

        assertThat(other.requestCount()).isZero();
        world.jump(Duration.ofSeconds(5));
        assertThat(questions.embed(List.of("b"), Embedder.Purpose.QUERY).items()).hasSize(1);
        EmbeddingSpace space = questions.space();
        assertThat(space).isEqualTo(other.space());
    }

    private static Embedder.Limits limits() {
        return new Embedder.Limits(8, 10_000, 2, Duration.ofSeconds(30));
    }

    private static Failure wait(Duration retryAfter) {
        return new Failure(false, Optional.of(retryAfter), "429");
    }
}

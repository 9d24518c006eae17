package io.freshet.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.FreshetException.Refused;
import io.freshet.contract.EmbedderContract;
import io.freshet.spi.Embedder;
import io.freshet.spi.Embedder.Item;
import io.freshet.spi.Embedder.Purpose;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class CountingEmbedderTest extends EmbedderContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CountingEmbedder embedder = new CountingEmbedder();

    @Override
    protected Embedder embedder() {
        return embedder;
    }

    @Test
    void itRemembersWhatItWasAsked() {
        embed("a", "b");
        embedder.embed(List.of("a"), Purpose.QUERY);

        assertThat(embedder.texts()).containsExactly("a", "b", "a");
        assertThat(embedder.requests().getLast())
                .isEqualTo(new CountingEmbedder.Request(List.of("a"), Purpose.QUERY));
        assertThat(embedder.requestCount()).isEqualTo(2);
        assertThat(embedder.textCount()).isEqualTo(3);
        assertThat(embedder.tokens()).isEqualTo(9);

        embedder.reset();

        assertThat(embedder.requestCount()).isZero();
    }

    @Test
    void textsThatShareWordsAreNear() {
        var vectors = embed("refund the card", "Refund the money", "glaciers carve valleys");

        assertThat(dot(vectors.get(0), vectors.get(1)))
                .isGreaterThan(dot(vectors.get(0), vectors.get(2)) + 0.2);
    }

    @Test
    void anotherModelHasOtherVectors() {
        var other = new CountingEmbedder("other", embedder.limits());

        assertThat(other.space().fingerprint()).isNotEqualTo(embedder.space().fingerprint());
        assertThat(other.embed(List.of("a"), Purpose.DOCUMENT).items().getFirst().values())
                .isNotEqualTo(embed("a").getFirst().values());
    }

    @Test
    void onlyARequestWithTheMarkedTextFails() {
        embedder.misbehave(new EmbedderFault.Fails("poison", () -> new Refused("no")));

        assertThatThrownBy(() -> embed("fine", "a poisoned text")).isInstanceOf(Refused.class);
        assertThat(embed("fine")).hasSize(1);

        embedder.behave();

        assertThat(embed("a poisoned text")).hasSize(1);
        assertThat(embedder.textCount()).isEqualTo(4);
    }

    @Test
    void anAnswerIsWrongInTheWayThatWasAskedFor() {
        int width = embedder.space().dimensions();

        assertThat(spoilt(new EmbedderFault.TooFew())).hasSize(1);
        assertThat(spoilt(new EmbedderFault.TooMany()))
                .extracting(Item::index)
                .containsExactly(0, 1, 0);
        assertThat(spoilt(new EmbedderFault.WrongWidth()))
                .allSatisfy(item -> assertThat(item.values()).hasSize(width + 1));
        assertThat(spoilt(new EmbedderFault.Zeros()))
                .allSatisfy(item -> assertThat(item.values()).containsOnly(0f));
        assertThat(spoilt(new EmbedderFault.NotFinite()))
                .allSatisfy(item -> assertThat(item.values()[width - 1]).isNaN());
        assertThat(spoilt(new EmbedderFault.Reversed()))
                .extracting(Item::index)
                .containsExactly(1, 0);
    }

    @Test
    void aRequestStandsAtTheGateUntilItOpens() throws Exception {
        Gate gate = embedder.hold();
        try (var threads = Executors.newFixedThreadPool(1)) {
            var answer = threads.submit(() -> embed("a"));

            try {
                gate.awaitArrivals(1, PATIENCE);
                assertThat(answer.isDone()).isFalse();
                assertThat(embedder.texts()).containsExactly("a");
            } finally {
                gate.open();
            }
            assertThat(answer.get()).hasSize(1);
        }
    }

    private List<Item> embed(String... texts) {
        return embedder.embed(List.of(texts), Purpose.DOCUMENT).items();
    }

    private List<Item> spoilt(EmbedderFault how) {
        embedder.misbehave(how);
        return embed("first", "second");
    }

    private static double dot(Item a, Item b) {
        double sum = 0;
        for (int i = 0; i < a.values().length; i++) {
            sum += a.values()[i] * b.values()[i];
        }
        return sum;
    }
}

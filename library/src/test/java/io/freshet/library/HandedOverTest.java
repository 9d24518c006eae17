package io.freshet.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import io.freshet.Admission;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Money;
import io.freshet.SearchRequest;
import io.freshet.SearchRequest.Mode;
import io.freshet.SearchRequest.Scope;
import io.freshet.embedding.EndpointStatus;
import io.freshet.engine.EmbedderStatus;
import io.freshet.engine.MigrationStatus;
import io.freshet.engine.Migrations;
import io.freshet.engine.Visibility;
import io.freshet.library.config.ConfigException;
import io.freshet.library.config.LangChainModel;
import io.freshet.sim.CountingEmbedder;
import io.freshet.spi.Embedder;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Embedders that a program hands over as objects are used like those that are configured.
final class HandedOverTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Embedder.Limits TWO_AT_ONCE =
            new Embedder.Limits(2, 1000, 1, Duration.ofSeconds(30));

    @TempDir private Path work;

    private final CountingEmbedder house = new CountingEmbedder("counting", TWO_AT_ONCE);
    private final Told told = new Told("told", 3);

    private FreshetSettings settings() {
        return FreshetSettings.in(work)
                .embedder("house", house)
                .embedder("told", new LangChainModel(told))
                .set("embedders.told.batch_texts_max", 2)
                .set("embedders.told.query_prefix", "query: ")
                .set("collection_defaults.embedder", "house");
    }

    /// A model of LangChain4j whose vector is made of the letters of a text.
    private static final class Told implements EmbeddingModel, AutoCloseable {
        private final String name;
        private final int letter;
        private final ConcurrentLinkedQueue<List<String>> requests = new ConcurrentLinkedQueue<>();
        private boolean isClosed;

        Told(String name, int letter) {
            this.name = name;
            this.letter = letter;
        }

        @Override
        public String modelName() {
            return name;
        }

        @Override
        public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
            requests.add(segments.stream().map(TextSegment::text).toList());
            List<Embedding> answer = new ArrayList<>();
            for (TextSegment segment : segments) {
                String text = segment.text();
                float[] vector = {text.length(), text.hashCode() % 1000, letter};
                answer.add(new Embedding(vector));
            }
            return new Response<>(answer);
        }

        List<String> texts() {
            return requests.stream().flatMap(List::stream).toList();
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }

    private static void fill(FreshetCollection docs) throws InterruptedException {
        var sent =
                List.of(
                        docs.put("a", "# One\n\nApples and pears."),
                        docs.put("b", "# Two\n\nPlums and cherries."),
                        docs.put("c", "# Three\n\nBread and butter."));
        for (Admission.Accepted each : sent) {
            assertThat(docs.awaitSearchable(each, LONG)).isEqualTo(Visibility.VISIBLE);
        }
    }

    private static String nearest(FreshetCollection docs, String question)
            throws InterruptedException {
        SearchRequest byMeaning =
                new SearchRequest(
                        question, Optional.empty(), Mode.VECTOR, 1, Scope.ALL, 0, 0, false);
        return docs.search(byMeaning).hits().getFirst().chunk().document().value();
    }

    @Test
    @Tag("I5")
    void anEmbedderOfOnesOwnIsAskedWithinItsLimitsAndStaysOpen() throws Exception {
        try (Freshet freshet = Freshet.open(settings())) {
            fill(freshet.collection("docs"));
            assertThat(nearest(freshet.collection("docs"), "plums")).isEqualTo("b");
        }
        assertThat(house.texts()).contains("# Two\nPlums and cherries.", "plums");
        assertThat(house.requests())
                .allSatisfy(request -> assertThat(request.texts()).hasSizeLessThanOrEqualTo(2));

        house.reset();
        try (Freshet freshet = Freshet.open(settings())) {
            fill(freshet.collection("docs"));
            assertThat(freshet.embedders())
                    .extracting(status -> status.space().model())
                    .containsExactly("counting");
            assertThat(house.texts()).as("what is known is not asked for again").isEmpty();
            assertThat(nearest(freshet.collection("docs"), "bread")).isEqualTo("c");
        }
        assertThat(house.texts()).containsExactly("bread");
    }

    @Test
    void aCollectionGoesOverToAModelThatIsHandedOverAndBack() throws Exception {
        try (Freshet freshet = Freshet.open(settings())) {
            FreshetCollection docs = freshet.collection("docs");
            fill(docs);
            Migrations migrations = freshet.migrations();
            var name = docs.shard().name();

            var _ = migrations.start(name, target("told"));
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> state(freshet) == MigrationStatus.State.READY);
            assertThat(migrations.switchOver(name).orElseThrow())
                    .isInstanceOf(Migrations.Outcome.Done.class);
            assertThat(nearest(docs, "whatever it is")).isNotEmpty();
            assertThat(told.texts())
                    .contains("# Three\nBread and butter.", "query: whatever it is");
            assertThat(told.requests).allSatisfy(texts -> assertThat(texts).hasSizeLessThan(3));

            Awaitility.await("the one before is filled again")
                    .atMost(LONG)
                    .until(() -> migrations.revert(name).get() instanceof Migrations.Outcome.Done);
            assertThat(nearest(docs, "plums")).isEqualTo("b");
        }
        assertThat(told.isClosed).as("it is the program's").isFalse();
    }

    private static Migrations.Target target(String embedder) {
        return new Migrations.Target(Optional.of(embedder), Optional.empty());
    }

    private static MigrationStatus.State state(Freshet freshet) throws InterruptedException {
        FreshetCollection docs = freshet.collection("docs");
        return Migrations.status(docs.shard()).orElseThrow().state();
    }

    @Test
    @Tag("I7")
    void anotherModelBehindTheSameNameIsRefused() throws Exception {
        FreshetSettings told = settings().set("collection_defaults.embedder", "told");
        try (Freshet freshet = Freshet.open(told)) {
            fill(freshet.collection("docs"));
        }
        FreshetSettings other = told.embedder("told", new LangChainModel(new Told("told", -7)));
        try (Freshet freshet = Freshet.open(other)) {
            FreshetCollection docs = freshet.collection("docs");
            docs.put("d", "A new one.");
            Awaitility.await()
                    .atMost(LONG)
                    .untilAsserted(
                            () ->
                                    assertThat(freshet.embedders())
                                            .flatExtracting(EmbedderStatus::endpoints)
                                            .extracting(EndpointStatus::state)
                                            .contains(EndpointStatus.State.REFUSED));
            assertThat(docs.document("d")).isEmpty();
        }
    }

    @Test
    void whatItCostsIsThePriceOfItsModel() throws Exception {
        FreshetSettings priced =
                settings()
                        .set(
                                "prices",
                                List.of(
                                        Map.of(
                                                "model",
                                                "counting",
                                                "usd_per_million_tokens",
                                                1_000_000)))
                        .set("limits.budget.day_usd", 1000);
        try (Freshet freshet = Freshet.open(priced)) {
            fill(freshet.collection("docs"));
            var total = freshet.costs(LocalDate.MIN, LocalDate.MAX).total();
            assertThat(total.tokens()).isPositive();
            assertThat(total.unpriced()).isZero();
            assertThat(total.money()).isEqualTo(new Money(BigDecimal.valueOf(total.tokens())));
        }
    }

    @Test
    @Tag("I7")
    void withoutItsEmbedderACollectionSaysWhichOneIsMissing() throws Exception {
        try (Freshet freshet = Freshet.open(settings())) {
            fill(freshet.collection("docs"));
        }
        try (Freshet freshet = Freshet.open(FreshetSettings.in(work))) {
            FreshetCollection docs = freshet.collection("docs");
            assertThatThrownBy(() -> docs.search("plums"))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("house is configured no more");
        }
    }

    @Test
    void whatCannotBeUsedIsNamedWithTheRemedy() {
        assertThatThrownBy(() -> settings().embedder("local", house))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not local");
        refused(
                settings().set("embedders.house.model", "x"),
                "embedders.house",
                "take out [model]");
        refused(settings().set("embedders.told.class", "x"), "embedders.told.class", "handed over");
        refused(settings().set("embedders.told.type", "onnx"), "embedders.told.type");
        refused(
                settings().embedder("n", new LangChainModel(new Told("unknown", 1))),
                "embedders.n.model",
                "must be given");
        EmbeddingModel silent =
                new EmbeddingModel() {
                    @Override
                    public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
                        throw new IllegalStateException("no network");
                    }
                };
        refused(
                settings().embedder("n", new LangChainModel(silent)).set("embedders.n.model", "m"),
                "embedders.n.dimensions",
                "must be given",
                "no network");
        var none = new Embedder.Limits(0, 1, 1, Duration.ofSeconds(1));
        refused(
                settings().embedder("n", new CountingEmbedder("m", none)),
                "embedders.n",
                "texts=0");
        refused(settings().set("collections.docs.embedder", "hous"), "hous", "house");
    }

    private static void refused(FreshetSettings settings, String... words) {
        assertThatThrownBy(() -> Freshet.open(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(words);
    }
}

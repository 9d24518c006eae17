package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Admission;
import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import io.freshet.Filter;
import io.freshet.FreshetException;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.SearchRequest;
import io.freshet.SearchRequest.Mode;
import io.freshet.SearchRequest.Rerank;
import io.freshet.SearchRequest.Scope;
import io.freshet.SearchResult;
import io.freshet.SearchResult.Reranking;
import io.freshet.Submission;
import io.freshet.sim.LineExtractor;
import io.freshet.sim.MemoryAdapters;
import io.freshet.sim.ScriptedReranker;
import io.freshet.spi.Reranker.Limits;
import io.freshet.spi.Reranker.Score;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A reranker puts the best candidates in its order, and what it does wrong costs the order alone.
final class RerankedSearchTest {
    private static final CollectionName DOCS = new CollectionName("docs");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int DOCUMENTS = 12;

    private final ScriptedReranker reranker =
            new ScriptedReranker(new Limits(100, PATIENCE.multipliedBy(2)));
    private Engine engine;
    private Shard docs;

    /// Texts that hold the words of the query less and less, `d00` to `d11`.
    @BeforeEach
    void open() throws InterruptedException {
        var adapters = new MemoryAdapters(new LineExtractor());
        adapters.reranker("words", reranker);
        engine = Engine.open(adapters, _ -> CollectionSettings.DEFAULT);
        docs = engine.create(DOCS);
        for (int i = 0; i < DOCUMENTS; i++) {
            put("d%02d".formatted(i), "refund " + "and so on ".repeat(i) + "number" + i);
        }
    }

    @AfterEach
    void close() {
        engine.close();
        assertThat(reranker.isClosed()).isTrue();
    }

    private void put(String id, String text) throws InterruptedException {
        var accepted =
                (Admission.Accepted)
                        docs.submitTracked(
                                new Submission(List.of(SimCollection.upsert(id, text)), false));
        assertThat(docs.await(accepted, PATIENCE).visible()).isTrue();
    }

    private static SearchRequest request(int k, Optional<Rerank> rerank) {
        return new SearchRequest(
                "refund", Optional.empty(), Mode.KEYWORD, k, Scope.ALL, 0, 0, false, rerank);
    }

    private static Optional<Rerank> by(int candidates) {
        return Optional.of(new Rerank("words", candidates, Optional.empty()));
    }

    private static List<String> ids(SearchResult result) {
        return result.hits().stream().map(hit -> hit.chunk().document().value()).toList();
    }

    /// The last candidate is the best.
    private static List<Score> reversed(ScriptedReranker.Asked asked) {
        return IntStream.range(0, asked.documents().size()).mapToObj(i -> new Score(i, i)).toList();
    }

    @Test
    void theBestCandidatesAreOrderedByItsScores() throws InterruptedException {
        List<String> found = ids(docs.search(request(12, Optional.empty())));
        reranker.script(RerankedSearchTest::reversed);

        SearchResult result = docs.search(request(4, by(6)));

        assertThat(ids(result)).isEqualTo(found.subList(2, 6).reversed());
        assertThat(result.reranking())
                .hasValueSatisfying(how -> assertThat(how).isInstanceOf(Reranking.Applied.class));
        assertThat(result.hits())
                .extracting(hit -> hit.rerankScore().orElseThrow())
                .containsExactly(5.0, 4.0, 3.0, 2.0);
        assertThat(reranker.asked()).hasSize(1);
        assertThat(reranker.asked().getFirst().documents()).hasSize(6);
        assertThat(reranker.asked().getFirst().query()).isEqualTo("refund");
    }

    @Test
    void equalScoresKeepTheOrderThatWasFound() throws InterruptedException {
        SearchResult found = docs.search(request(12, Optional.empty()));
        reranker.script(
                asked ->
                        IntStream.range(0, asked.documents().size())
                                .mapToObj(i -> new Score(i, i % 2 == 0 ? 0.0 : -0.0))
                                .toList());

        assertThat(ids(docs.search(request(12, by(12))))).isEqualTo(ids(found));
    }

    @Test
    void whoDoesNotAskForItGetsNothingOfIt() throws InterruptedException {
        SearchResult result = docs.search(request(3, Optional.empty()));

        assertThat(result.reranking()).isEmpty();
        assertThat(result.hits()).allSatisfy(hit -> assertThat(hit.rerankScore()).isEmpty());
        assertThat(reranker.asked()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyModeThatHasAQueryIsReranked(Mode mode) throws InterruptedException {
        reranker.script(RerankedSearchTest::reversed);
        var request =
                new SearchRequest(
                        "refund number3", Optional.empty(), mode, 3, Scope.ALL, 0, 0, false, by(5));

        SearchResult result = docs.search(request);

        assertThat(result.reranking().orElseThrow()).isInstanceOf(Reranking.Applied.class);
        assertThat(result.hits()).hasSize(3);
    }

    @Test
    void theLimitOfADocumentHoldsInTheNewOrder() throws InterruptedException {
        put("long", "refund one\nrefund two\nrefund three\nrefund four");
        reranker.script(RerankedSearchTest::reversed);
        var request =
                new SearchRequest(
                        "refund", Optional.empty(), Mode.KEYWORD, 8, Scope.ALL, 1, 0, false, by(8));

        SearchResult result = docs.search(request);

        assertThat(ids(result)).hasSize(8).doesNotHaveDuplicates().contains("long");
    }

    @Test
    void theScopeHolds() throws InterruptedException {
        var scope = new Scope(Filter.all(), "d0", List.of());
        var request =
                new SearchRequest(
                        "refund", Optional.empty(), Mode.HYBRID, 3, scope, 0, 0, false, by(50));

        docs.search(request);

        assertThat(reranker.asked().getFirst().documents()).hasSize(10);
    }

    @Test
    void itIsGivenTheChunkAndNotItsNeighbours() throws InterruptedException {
        String between = "\nunheard " + "word ".repeat(400) + "\n";
        put("manual", "before ".repeat(400) + between + "after ".repeat(400));
        var request =
                new SearchRequest(
                        "unheard",
                        Optional.empty(),
                        Mode.KEYWORD,
                        1,
                        Scope.ALL,
                        0,
                        1,
                        false,
                        by(1));

        SearchResult result = docs.search(request);

        assertThat(result.hits().getFirst().text()).contains("before", "unheard", "after");
        assertThat(reranker.asked().getFirst().documents().getFirst())
                .startsWith("unheard")
                .doesNotContain("before", "after");
    }

    @Test
    @Tag("I3")
    void whatChangesWhileItIsAskedIsInNeitherTextsNorHits() throws InterruptedException {
        long version = docs.search(request(1, Optional.empty())).indexVersion();
        reranker.script(
                asked -> {
                    try {
                        put("d00", "refund changed meanwhile");
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return reversed(asked);
                });

        SearchResult result = docs.search(request(12, by(12)));

        assertThat(result.indexVersion()).isEqualTo(version);
        assertThat(result.hits()).extracting(hit -> hit.text()).noneMatch(t -> t.contains("chang"));
        assertThat(result.hits())
                .extracting(hit -> hit.text())
                .containsExactlyInAnyOrderElementsOf(reranker.asked().getFirst().documents());
    }

    static List<Function<ScriptedReranker.Asked, List<Score>>> faults() {
        return List.of(
                _ -> List.of(),
                asked -> reversed(asked).subList(1, asked.documents().size()),
                _ -> List.of(new Score(-1, 1)),
                _ -> List.of(new Score(0, Double.NaN)),
                _ -> throwing(new Unavailable("away", Duration.ZERO)),
                _ -> throwing(new Unavailable("busy", Duration.ofDays(300_000_000_000L))),
                _ -> throwing(new Refused("too long")),
                _ -> {
                    throw new IllegalStateException("bug");
                });
    }

    private static List<Score> throwing(FreshetException failure) {
        throw failure;
    }

    @ParameterizedTest
    @MethodSource("faults")
    void itsFailureCostsTheOrderAlone(Function<ScriptedReranker.Asked, List<Score>> fault)
            throws InterruptedException {
        List<String> found = ids(docs.search(request(4, Optional.empty())));
        reranker.script(fault);

        SearchResult result = docs.search(request(4, by(8)));

        assertThat(ids(result)).isEqualTo(found);
        assertThat(result.hits()).allSatisfy(hit -> assertThat(hit.rerankScore()).isEmpty());
        assertThat(result.reranking().orElseThrow())
                .isInstanceOfSatisfying(
                        Reranking.NotApplied.class,
                        not -> {
                            assertThat(not.reranker()).isEqualTo("words");
                            assertThat(not.detail()).isNotBlank();
                        });
        assertThat(engine.rerankers().getFirst())
                .extracting(RerankerStatus::calls, RerankerStatus::failures)
                .containsExactly(1L, 1L);
    }

    @Test
    void oneThatAsksToBeLeftAloneIs() throws InterruptedException {
        reranker.script(_ -> throwing(new Unavailable("busy", Duration.ofMinutes(10))));
        docs.search(request(4, by(8)));
        reranker.mend();

        SearchResult result = docs.search(request(4, by(8)));

        assertThat(reranker.asked()).hasSize(1);
        assertThat(result.reranking().orElseThrow()).isInstanceOf(Reranking.NotApplied.class);
        assertThat(result.hits()).hasSize(4);
    }

    @Test
    void aSlowOneIsWaitedForAsLongAsTheRequestHasTime() throws InterruptedException {
        reranker.script(_ -> throwing(new Unavailable("not in time", Duration.ZERO)));
        var within = new Rerank("words", 8, Optional.of(PATIENCE));

        SearchResult result = docs.search(request(4, Optional.of(within)));

        assertThat(result.hits()).hasSize(4);
        assertThat(reranker.asked().getFirst().deadline()).isPositive().isLessThan(PATIENCE);
        var late = new Rerank("words", 8, Optional.of(Duration.ZERO));
        assertThat(docs.search(request(4, Optional.of(late))).hits()).hasSize(4);
        assertThat(reranker.asked()).hasSize(1);
    }

    @Test
    void whereNothingIsFoundNobodyIsAsked() throws InterruptedException {
        var scope = new Scope(Filter.all(), "nothing/", List.of());
        var request =
                new SearchRequest(
                        "refund", Optional.empty(), Mode.HYBRID, 3, scope, 0, 0, false, by(50));

        assertThat(docs.search(request).reranking().orElseThrow())
                .isInstanceOf(Reranking.Applied.class);
        assertThat(reranker.asked()).isEmpty();
    }
}

package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Admission;
import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import io.freshet.IndexEvent;
import io.freshet.SearchRequest;
import io.freshet.SearchRequest.Mode;
import io.freshet.SearchRequest.Scope;
import io.freshet.SearchResult.Hit;
import io.freshet.Submission;
import io.freshet.engine.Versions.Searched;
import io.freshet.sim.LineExtractor;
import io.freshet.sim.MemoryAdapters;
import io.freshet.sim.PortProxy;
import io.freshet.spi.Ledger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Searches of an older version, whose documents are several pages.
final class TimeTravelTest {
    private static final CollectionName A = new CollectionName("a");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int DOCUMENTS = 170;

    private final AtomicBoolean prunes = new AtomicBoolean();
    private final MemoryAdapters adapters =
            new MemoryAdapters(new LineExtractor()) {
                @Override
                public Ledger ledger(CollectionName collection, String newHistory) {
                    Ledger right = super.ledger(collection, newHistory);
                    return PortProxy.of(Ledger.class, right, call -> around(right, call));
                }
            };

    /// The first page is read, and then retention passes.
    private Object around(Ledger ledger, PortProxy.Call call) throws Throwable {
        Object answer = call.proceed();
        if (call.name().equals("list") && prunes.getAndSet(false)) {
            ledger.prune(ledger.head().version(), 10_000);
        }
        return answer;
    }

    private Engine open() {
        return Engine.open(
                adapters,
                new Wanted(new TreeSet<>(List.of(A)), _ -> false, _ -> CollectionSettings.DEFAULT));
    }

    private static void submit(Shard shard, List<IndexEvent> events) throws InterruptedException {
        var accepted = (Admission.Accepted) shard.submitTracked(new Submission(events, true));
        assertThat(shard.await(accepted, PATIENCE).visible()).isTrue();
    }

    private static void fill(Shard shard) throws InterruptedException {
        submit(
                shard,
                IntStream.range(0, DOCUMENTS)
                        .mapToObj(i -> SimCollection.upsert("d" + i, "word" + i % 7 + " and " + i))
                        .toList());
        submit(shard, List.of(SimCollection.upsert("d3", "other words")));
    }

    private static SearchRequest request(Mode mode) {
        return new SearchRequest(
                "word3 and 17", Optional.empty(), mode, 300, Scope.ALL, 0, 0, true);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @Tag("I3")
    void allPagesAreGoneThrough(Mode mode) throws InterruptedException {
        try (Engine engine = open()) {
            Shard shard = engine.create(A);
            fill(shard);
            List<Hit> newest = shard.search(request(mode)).hits();

            var then = (Searched.Found) shard.versions().search(request(mode), 1);
            var now = (Searched.Found) shard.versions().search(request(mode), 2);

            assertThat(then.result().indexVersion()).isEqualTo(1);
            assertThat(then.result().hits())
                    .hasSize(DOCUMENTS)
                    .anyMatch(hit -> hit.text().equals("word3 and 3"))
                    .noneMatch(hit -> hit.text().equals("other words"));
            assertThat(now.result().hits()).isEqualTo(newest);
        }
    }

    @Test
    @Tag("I3")
    void aVersionThatIsDroppedMeanwhileIsNotAnsweredByHalf() throws InterruptedException {
        try (Engine engine = open()) {
            Shard shard = engine.create(A);
            fill(shard);
            prunes.set(true);

            Searched searched = shard.versions().search(request(Mode.HYBRID), 1);

            assertThat(searched).isEqualTo(new Searched.NotRetained());
        }
    }

    @Test
    void aLostVectorIsEmbeddedAgain() throws InterruptedException {
        try (Engine engine = open()) {
            Shard shard = engine.create(A);
            fill(shard);
            List<Hit> then = hits(shard);
            Hit lost = then.getFirst();
            int asked = adapters.embedder().requestCount();
            adapters.lose(lost.chunk().hash());

            assertThat(hits(shard)).isEqualTo(then);
            assertThat(adapters.embedder().requestCount() - asked)
                    .as("the question is known")
                    .isEqualTo(1);
            assertThat(shard.status().drift().mendedVectors()).isEqualTo(1);
        }
    }

    private static List<Hit> hits(Shard shard) throws InterruptedException {
        return ((Searched.Found) shard.versions().search(request(Mode.VECTOR), 1)).result().hits();
    }
}

package io.freshet.engine;

import static io.freshet.engine.SimCollection.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Admission;
import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import io.freshet.IndexEvent;
import io.freshet.Outcome;
import io.freshet.Priority;
import io.freshet.ReembedGuard;
import io.freshet.Reembedded;
import io.freshet.Submission;
import io.freshet.sim.CountingEmbedder;
import io.freshet.sim.LineExtractor;
import io.freshet.sim.MemoryAdapters;
import io.freshet.spi.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What would embed again much of what is there waits for somebody's word.
final class ReembeddingTest {
    private static final CollectionName DOCS = new CollectionName("docs");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int DOCUMENTS = 10;

    private final MemoryAdapters adapters = new MemoryAdapters(new LineExtractor());
    private Engine engine;

    @BeforeEach
    void open() throws InterruptedException {
        engine =
                Engine.open(
                        adapters, _ -> CollectionSettings.DEFAULT.with(new ReembedGuard(3, 0.40)));
        send(documents("first", DOCUMENTS, Priority.NORMAL));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static List<IndexEvent> documents(String word, int count, Priority priority) {
        List<IndexEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(upsert("d" + i, word + " text of number " + i, priority));
        }
        return events;
    }

    private Shard docs() throws InterruptedException {
        return engine.create(DOCS);
    }

    private Outcome send(List<IndexEvent> events) throws InterruptedException {
        var accepted =
                (Admission.Accepted)
                        docs().submitTracked(new Submission(events, events.size() > 1));
        return docs().await(accepted, PATIENCE);
    }

    private long held() throws InterruptedException {
        return docs().status().reembedding().map(Reembedded::documents).orElse(0L);
    }

    private List<String> holding(String word) throws InterruptedException {
        return docs().list("", Optional.empty(), 100).stream()
                .filter(each -> each.content().text().startsWith(word))
                .map(each -> each.document().value())
                .toList();
    }

    @Test
    void aFirstLoadIsNotHeld() throws InterruptedException {
        assertThat(holding("first")).hasSize(DOCUMENTS);
        assertThat(held()).isZero();
    }

    @Test
    void muchOfWhatIsThereIsHeldWithItsPriceAndServedAsItWas() throws InterruptedException {
        int asked = adapters.embedder().textCount();

        Outcome outcome = send(documents("second", 5, Priority.NORMAL));

        assertThat(outcome.failed())
                .hasSize(5)
                .allSatisfy(each -> assertThat(each.code()).isEqualTo(Outcome.Failed.DEFERRED));
        assertThat(holding("first")).hasSize(DOCUMENTS);
        assertThat(adapters.embedder().textCount()).isEqualTo(asked);
        Reembedded held = docs().status().reembedding().orElseThrow();
        assertThat(held.documents()).isEqualTo(5);
        assertThat(held.chunks()).isEqualTo(5);
        assertThat(held.tokens()).isPositive();
        assertThat(docs().status().journal().isBalanced()).isTrue();
    }

    @Test
    void onceConfirmedItIsEmbedded() throws InterruptedException {
        send(documents("second", 5, Priority.NORMAL));

        assertThat(engine.confirmReembedding(DOCS)).map(Reembedded::documents).contains(5L);
        awaitSettled();

        assertThat(holding("second")).hasSize(5);
        assertThat(held()).isZero();
        assertThat(engine.confirmReembedding(DOCS)).isEmpty();
        send(documents("third", 5, Priority.NORMAL));
        assertThat(held()).as("what comes later").isEqualTo(5);
    }

    @Test
    void fewDocumentsOrASmallShareIsNot() throws InterruptedException {
        send(documents("second", 3, Priority.NORMAL));
        assertThat(holding("second")).as("as many as may be").hasSize(3);

        send(List.of(upsert("d3", "second text of number 3", Priority.NORMAL)));
        assertThat(holding("second")).as("as large a share as may be").hasSize(4);

        send(List.of(upsert("d4", "second text of number 4", Priority.NORMAL)));
        assertThat(holding("second")).as("with what came before").hasSize(4);
        assertThat(held()).isEqualTo(1);
    }

    @Test
    void whatIsNewOrKnownOrCriticalPasses() throws InterruptedException {
        send(documents("second", 5, Priority.CRITICAL));
        assertThat(holding("second")).hasSize(5);

        send(documents("first", 5, Priority.NORMAL));
        assertThat(holding("first")).as("vectors are known").hasSize(DOCUMENTS);

        List<IndexEvent> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            others.add(upsert("new" + i, "new text of number " + i));
        }
        send(others);
        assertThat(holding("new")).hasSize(20);
        assertThat(held()).isZero();
    }

    @Test
    void aLaterEventThatNeedsNoEmbeddingEndsIt() throws InterruptedException {
        for (IndexEvent event : documents("second", 5, Priority.NORMAL)) {
            send(List.of(event));
        }
        assertThat(held()).isEqualTo(1);

        send(List.of(upsert("d4", "first text of number 4", Priority.CRITICAL)));

        assertThat(held()).isZero();
    }

    /// Who was told that his change was accepted, and finds something held, may take it for his.
    @Test
    void whatIsOvertakenIsNotHeldAnyMoreWhenTheLaterEventIsAnswered() {
        var collection =
                new SimCollection(
                        new CountingEmbedder(),
                        7,
                        CollectionSettings.DEFAULT.with(new ReembedGuard(3, 0.40)));
        collection.offer(documents("first", DOCUMENTS, Priority.NORMAL));
        collection.settle();
        collection.offer(documents("second", 5, Priority.NORMAL));
        collection.settle();
        assertThat(collection.held()).isEqualTo(5);

        Ticket<Admission> answer = collection.offer(documents("first", 2, Priority.NORMAL));
        collection.turnUntil(answer::isDone);

        assertThat(collection.held()).isEqualTo(3);
        assertThat(collection.journal().superseded()).isEqualTo(2);
        assertThat(collection.journal().waiting()).as("nothing is applied yet").isEqualTo(5);
        collection.settle();
        assertThat(collection.held()).isEqualTo(3);
    }

    private void awaitSettled() throws InterruptedException {
        long last = docs().status().journal().sequence();
        docs().awaitSequence(last, PATIENCE);
    }
}

package io.freshet.engine;

import static io.freshet.engine.SimCollection.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Admission;
import io.freshet.Submission;
import io.freshet.sim.CountingEmbedder;
import io.freshet.spi.Ticket;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What changes of documents come to, all steps together.
class DocumentChangesTest {
    private final CountingEmbedder embedder = new CountingEmbedder();
    private final SimCollection collection = new SimCollection(embedder, 2);

    @Test
    @Tag("I5")
    void aDocumentOfManyRequestsIsEmbeddedOnceHoweverOftenItComes() {
        String text = FailingEmbedderTest.lines("part", 250);
        for (int time = 0; time < 3; time++) {
            collection.put("doc", text);
            assertThat(embedder.textCount()).isEqualTo(250);
            assertThat(collection.chunks()).isEqualTo(250);
            assertThat(collection.version()).isEqualTo(1);
        }
    }

    @Test
    @Tag("I4")
    void aDocumentThatGotShorterLosesItsTail() {
        collection.put("doc", FailingEmbedderTest.lines("part", 10));
        collection.put("doc", FailingEmbedderTest.lines("part", 4));
        assertThat(collection.chunks()).isEqualTo(4);
        assertThat(collection.find("part9")).isEmpty();
        assertThat(collection.find("part3")).containsExactly("doc");
        assertThat(embedder.textCount()).isEqualTo(10);
    }

    @Test
    void aBlankDocumentHasNoChunksAndSendsNothingToTheEmbedder() {
        collection.offer(
                List.of(
                        SimCollection.upsert("empty", ""),
                        SimCollection.upsert("blank", "\n\n"),
                        SimCollection.upsert("good", "a good text")));
        collection.settle();
        assertThat(embedder.texts()).containsExactly("a good text");
        assertThat(collection.chunks()).isEqualTo(1);
        collection.put("good", "");
        assertThat(collection.chunks()).isZero();
        assertThat(collection.find("good")).isEmpty();
        assertThat(embedder.textCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @Tag("I2")
    @Tag("I3")
    void ofManyTextsUnderOneIdTheLastAcceptedRemainsAndNothingOfAnother(long seed) {
        SimCollection contended = new SimCollection(embedder, seed);
        for (int i = 0; i < 50; i++) {
            contended.offer(
                    List.of(
                            SimCollection.upsert(
                                    "doc", FailingEmbedderTest.lines("v" + i + "part", 3))));
            for (int turn = 0; turn < 7; turn++) {
                contended.turn();
            }
            assertThat(contended.find("word").size()).isIn(0, 3);
        }
        contended.settle();
        assertThat(contended.text("doc")).startsWith("v49part0");
        assertThat(contended.chunks()).isEqualTo(3);
        assertThat(contended.find("word")).hasSize(3);
        assertThat(contended.journal().accepted())
                .isEqualTo(contended.journal().applied() + contended.journal().superseded());
    }

    /// Whoever is told that his change is searchable asks next what still waits.
    @Test
    void whoIsToldThatItIsVisibleFindsNothingWaitingBehindIt() throws ExecutionException {
        for (long seed = 0; seed < 20; seed++) {
            SimCollection docs = new SimCollection(embedder, seed);
            for (String text : new String[] {"one", "one", "two"}) {
                Ticket<Admission> answer =
                        docs.offerTracked(new Submission(List.of(upsert("a", text)), false));
                docs.turnUntil(answer::isDone);
                long request = ((Admission.Accepted) answer.result()).sequence();

                docs.turnUntil(() -> docs.outcome(request).orElseThrow().visible());

                assertThat(docs.journal().waiting()).isZero();
            }
        }
    }
}

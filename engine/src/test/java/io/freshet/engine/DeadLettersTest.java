package io.freshet.engine;

import static io.freshet.engine.FailingEmbedderTest.lines;
import static io.freshet.engine.SimCollection.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Admission;
import io.freshet.DeadLetter;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Outcome;
import io.freshet.Passage;
import io.freshet.RetrySettings;
import io.freshet.Submission;
import io.freshet.sim.CountingEmbedder;
import io.freshet.sim.EmbedderFault;
import io.freshet.spi.Ticket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What cannot be indexed is given up after a few tries, says why, and stands in nobody's way.
class DeadLettersTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final int ATTEMPTS = RetrySettings.DEFAULT.attemptsMax();

    private final CountingEmbedder embedder = new CountingEmbedder();
    private final SimCollection collection = new SimCollection(embedder, 1);

    @Test
    @Tag("I1")
    @Tag("I6")
    void aTextThatIsRefusedForGoodIsParkedAndItsOldVersionStays() {
        collection.put("doc", "the first version");
        embedder.refuse("bad1");
        collection.offer(List.of(upsert("doc", lines("bad", 3)), upsert("other", "fine")));
        collection.settle();
        collection.pass(LONG);

        assertThat(collection.find("fine")).containsExactly("other");
        assertThat(collection.find("first")).containsExactly("doc");
        assertThat(collection.deadLetters())
                .singleElement()
                .satisfies(
                        letter -> {
                            int line = lines("bad", 1).length() + 1;
                            assertThat(letter.document().value()).isEqualTo("doc");
                            assertThat(letter.attempts()).isEqualTo(ATTEMPTS);
                            assertThat(letter.problem()).isEqualTo("a text is refused");
                            assertThat(letter.firstFailed()).isBefore(letter.lastFailed());
                            assertThat(letter.passage())
                                    .contains(new Passage(1, line, 2 * line, 2));
                        });
        assertThat(collection.journal().waiting()).isZero();
        assertThat(collection.journal().dead()).isEqualTo(1);
        assertThat(collection.journal().isBalanced()).isTrue();
    }

    @Test
    void itIsTriedAsOftenAsTheSettingSaysWithGrowingPauses() {
        embedder.refuse("bad");
        collection.put("doc", "bad text");
        collection.pass(LONG);

        assertThat(embedder.requestCount()).isEqualTo(ATTEMPTS);
        DeadLetter letter = collection.deadLetters().getFirst();
        assertThat(Duration.between(letter.firstFailed(), letter.lastFailed()))
                .isBetween(Duration.ofMillis(7_500), Duration.ofSeconds(16));
        embedder.reset();
        collection.pass(LONG);
        assertThat(embedder.requestCount()).isZero();
    }

    @Test
    void anOutageParksNothingHoweverLongItLasts() {
        embedder.misbehave(
                new EmbedderFault.Fails("", () -> new Unavailable("down", Duration.ofSeconds(5))));
        collection.put("doc", "the text");
        collection.pass(Duration.ofHours(5));

        assertThat(collection.deadLetters()).isEmpty();
        assertThat(collection.journal().waiting()).isEqualTo(1);
        embedder.behave();
        collection.pass(LONG);
        assertThat(collection.find("text")).containsExactly("doc");
    }

    @Test
    void aLaterGoodEventClearsIt() {
        park("doc", "bad text");

        collection.put("doc", "good text");

        assertThat(collection.deadLetters()).isEmpty();
        assertThat(collection.find("good")).containsExactly("doc");
        assertThat(collection.journal().superseded()).isEqualTo(1);
        assertThat(collection.journal().isBalanced()).isTrue();
    }

    private void park(String id, String text) {
        embedder.refuse("bad");
        collection.put(id, text);
        collection.pass(LONG);
        assertThat(collection.deadLetters()).hasSize(1);
    }

    @Test
    void aRetriedOneIsIndexedOnceItIsTaken() {
        park("doc", "bad text");
        embedder.forgive();
        collection.pass(LONG);
        assertThat(collection.find("bad")).isEmpty();

        collection.retry("doc");
        collection.settle();

        assertThat(collection.find("bad")).containsExactly("doc");
        assertThat(collection.deadLetters()).isEmpty();
    }

    @Test
    void aRetriedOneThatIsRefusedAgainIsParkedAgain() {
        park("doc", "bad text");
        collection.retry("doc");
        collection.settle();
        assertThat(collection.deadLetters()).isEmpty();
        assertThat(collection.journal().failing()).hasSize(1);

        collection.pass(LONG);

        assertThat(collection.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.attempts()).isEqualTo(ATTEMPTS));
    }

    @Test
    void aDiscardedOneIsForgotten() {
        park("doc", "bad text");
        collection.discard("doc");
        embedder.forgive();
        collection.retry("doc");
        collection.pass(LONG);

        assertThat(collection.documents()).isEmpty();
        assertThat(collection.journal().discarded()).isEqualTo(1);
        assertThat(collection.journal().isBalanced()).isTrue();
    }

    @Test
    @Tag("I6")
    void anAtomicGroupIsParkedWholeAndRetriedWhole() {
        embedder.refuse("bad");
        collection.offer(new Submission(List.of(upsert("a", "bad"), upsert("b", "good")), true));
        collection.settle();
        collection.pass(LONG);

        assertThat(collection.documents()).isEmpty();
        assertThat(collection.deadLetters())
                .extracting(DeadLetter::problem)
                .containsExactly(
                        "a text is refused",
                        "another document of its atomic request failed: a text is refused");
        assertThat(collection.deadLetters())
                .extracting(letter -> letter.passage().isPresent())
                .containsExactly(true, false);
        embedder.forgive();
        collection.retry("b");
        collection.settle();
        assertThat(collection.documents()).containsExactly("a", "b");
        assertThat(collection.versions()).hasSize(1);
    }

    @Test
    void whoWaitsForItIsTold() throws ExecutionException {
        embedder.refuse("bad");
        Ticket<Admission> answer =
                collection.offerTracked(
                        new Submission(List.of(upsert("a", "bad"), upsert("b", "good")), false));
        collection.settle();
        long sequence = ((Admission.Accepted) answer.result()).sequence();
        assertThat(collection.outcome(sequence).orElseThrow().visible()).isFalse();

        collection.pass(LONG);

        Outcome outcome = collection.outcome(sequence).orElseThrow();
        assertThat(outcome.visible()).isTrue();
        assertThat(outcome.failed())
                .singleElement()
                .satisfies(
                        failed -> {
                            assertThat(failed.document().value()).isEqualTo("a");
                            assertThat(failed.detail()).isEqualTo("a text is refused");
                        });
    }
}

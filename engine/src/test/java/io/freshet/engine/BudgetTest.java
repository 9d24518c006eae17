package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Admission;
import io.freshet.Budget;
import io.freshet.CollectionSettings;
import io.freshet.Cost;
import io.freshet.CostEntry;
import io.freshet.IndexEvent;
import io.freshet.Money;
import io.freshet.Outcome;
import io.freshet.Price;
import io.freshet.Priority;
import io.freshet.SparedEntry;
import io.freshet.SparedEntry.Reason;
import io.freshet.Submission;
import io.freshet.sim.CountingEmbedder;
import io.freshet.spi.Embedder;
import io.freshet.spi.Ticket;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A budget in a collection whose texts take three tokens, at a dollar a token, each in a request
/// of its own.
class BudgetTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final CountingEmbedder model =
            new CountingEmbedder("dear", new Embedder.Limits(1, 10_000, 4, Duration.ofSeconds(30)));

    private SimCollection collection(String dayUsd) {
        model.price(Optional.of(new Price(new BigDecimal(1_000_000), "", "")));
        Budget budget =
                new Budget(Optional.of(new Money(new BigDecimal(dayUsd))), Optional.empty());
        return new SimCollection(model, 1, CollectionSettings.DEFAULT.with(budget));
    }

    private static List<IndexEvent> documents(String prefix, int count, Priority priority) {
        return IntStream.range(0, count)
                .mapToObj(i -> SimCollection.upsert(prefix + i, prefix + i, priority))
                .toList();
    }

    @Test
    void normalWaitsAtTheEndHighALittleLaterCriticalNeverAndNothingIsDropped() {
        SimCollection collection = collection("30");
        collection.offer(documents("n", 20, Priority.NORMAL));
        collection.settle();
        assertThat(collection.documents()).hasSize(10);
        collection.offer(documents("h", 5, Priority.HIGH));
        collection.settle();
        assertThat(collection.documents()).hasSize(11);
        collection.offer(documents("c", 3, Priority.CRITICAL));
        collection.settle();
        assertThat(collection.documents()).hasSize(14).contains("c0", "c1", "c2");
        int requests = model.requestCount();
        collection.pass(Duration.ofHours(20));
        assertThat(model.requestCount()).as("nothing is tried in vain").isEqualTo(requests);
        assertThat(collection.deadLetters()).isEmpty();
        collection.pass(DAY);
        collection.pass(DAY);
        assertThat(collection.documents()).hasSize(28);
        assertThat(model.textCount()).isEqualTo(28);
    }

    @Test
    void whatNeedsNoPaidEmbeddingPasses() {
        SimCollection collection = collection("6");
        collection.put("a", "one");
        collection.put("b", "two");
        collection.put("waits", "three");
        collection.put("copy", "one");
        assertThat(collection.documents()).containsExactly("a", "b", "copy");
    }

    @Test
    void whoeverWaitsIsToldAtOnceThatItIsDeferred() throws ExecutionException {
        SimCollection collection = collection("0");
        Ticket<Admission> answer =
                collection.offerTracked(new Submission(documents("n", 1, Priority.NORMAL), false));
        collection.settle();
        long sequence = ((Admission.Accepted) answer.result()).sequence();
        Outcome outcome = collection.outcome(sequence).orElseThrow();
        assertThat(outcome.visible()).isTrue();
        assertThat(outcome.failed()).extracting(Outcome.Failed::code).containsExactly("deferred");
        assertThat(outcome.failed().getFirst().detail())
                .contains("collection docs, budget.day_usd 0, is used up")
                .contains("2026-01-02T00:00:00Z");
    }

    @Test
    void aCriticalDocumentGetsTheTextThatANormalOneWaitsFor() {
        SimCollection collection = collection("0");
        collection.offer(
                List.of(
                        SimCollection.upsert("waits", "same"),
                        SimCollection.upsert("urgent", "same", Priority.CRITICAL)));
        collection.settle();
        assertThat(collection.documents()).contains("urgent");
    }

    @Test
    void theReportIsWhatTheModelWasAskedFor() {
        SimCollection collection = collection("1000000");
        collection.put("a", lines("one", "two", "three"));
        collection.put("a", lines("one", "two", "four"));
        collection.put("a", lines("one", "two", "four"));
        collection.put("b", lines("one"));
        Cost cost =
                collection.report().costs().stream()
                        .map(CostEntry::cost)
                        .reduce(Cost.NONE, Cost::plus);
        assertThat(cost.tokens()).isEqualTo(model.tokens());
        assertThat(cost.requests()).isEqualTo(model.requestCount());
        assertThat(cost.money().usd()).isEqualByComparingTo(BigDecimal.valueOf(model.tokens()));
        Map<Reason, Long> spared =
                collection.report().spared().stream()
                        .collect(
                                Collectors.toMap(
                                        entry -> entry.kind().reason(), SparedEntry::count));
        assertThat(spared)
                .containsEntry(Reason.UNCHANGED_DOCUMENT, 1L)
                .containsEntry(Reason.KNOWN_VECTOR, 1L)
                .containsEntry(Reason.KEPT_CHUNK, 2L);
    }

    /// Each is a chunk.
    private static String lines(String... words) {
        return Arrays.stream(words)
                .map(word -> (word + " ").repeat(300).strip())
                .collect(Collectors.joining("\n"));
    }
}

package io.freshet.benchmarks.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A large first load in a process with a small heap.
final class BulkLoadTest {
    private static final int DOCUMENTS = 10_000;
    private static final String HEAP = "512m";

    @Test
    @Tag("I8")
    void tenThousandDocumentsLoadWithASmallHeapWhileSearchesAreAnswered()
            throws InterruptedException {
        BulkBenchmark.Outcome outcome = BulkBenchmark.run(DOCUMENTS, HEAP, false);

        assertThat(outcome.done().documents()).isEqualTo(DOCUMENTS);
        assertThat(outcome.done().chunks()).isEqualTo(DOCUMENTS);
        assertThat(outcome.found()).as("the last one is found").isTrue();
        assertThat(outcome.done().searches()).as("searches meanwhile").hasSizeGreaterThan(10);
    }
}

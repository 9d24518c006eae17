package io.freshet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The benchmarks that are too long for every build, made short.
final class SmallRunsTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return Benchmarks.run(new PrintStream(printed, true, StandardCharsets.UTF_8), arguments);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    @Tag("I9")
    void everySubscriberHasEveryVersionOnce() {
        assertThat(run("subscribers", "--subscribers", "50", "--versions", "5", "--heap", "256m"))
                .as(printed())
                .isZero();
        assertThat(printed()).contains("kept: 0 gaps, 0 repeats");
    }

    @Test
    void aFullBacklogIsDrainedOnceTheEmbedderAnswers() {
        run("backlog", "--documents", "2000", "--heap", "256m", "--drain");

        assertThat(printed())
                .contains("2,000 documents accepted")
                .contains("one more: 429")
                .contains("all searchable");
    }

    @Test
    void aRollbackEmbedsNothing() {
        run("rollback", "--documents", "5", "--rounds", "3");

        assertThat(printed()).contains("5 documents: sent again").contains("ratio");
    }

    /// It stops where an answer is another than the one of then.
    @Test
    @Tag("I3")
    void anOlderVersionAnswersAsItDidWhenItWasTheNewest() {
        run("travel", "--chunks", "300", "--questions", "3", "--edits", "10");

        assertThat(printed())
                .contains("chunks, vector", "chunks, keyword", "chunks, hybrid")
                .containsPattern("(?m)^(kept|NOT KEPT)$");
    }
}

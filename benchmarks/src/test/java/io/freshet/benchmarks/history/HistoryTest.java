package io.freshet.benchmarks.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HistoryTest {
    @Test
    void aHistoryHasItsCommitsTheirChangesAndTheTexts() throws InterruptedException {
        assumeTrue(
                History.bundle("rust-book").isPresent(),
                "skipped: " + History.DATA + " names no directory with rust-book");
        try (History history = History.of("rust-book")) {
            List<Commit> commits = history.commits();
            assertThat(commits).hasSize(300).doesNotHaveDuplicates();
            assertThat(commits).allMatch(commit -> commit.id().matches("[0-9a-f]{40}"));
            Commit first = commits.getFirst();
            assertThat(first.changes()).allMatch(change -> change.before().isEmpty());
            Commit.Change summary = first.changes().getFirst();
            assertThat(summary.path()).isEqualTo("src/SUMMARY.md");
            assertThat(history.text(summary.after().orElseThrow()))
                    .startsWith("# The Rust Programming Language");
        }
    }
}

package io.freshet.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.benchmarks.history.Commit;
import io.freshet.benchmarks.history.History;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A real book, checked out commit by commit in a folder that a server watches.
final class FolderReplayTest {
    private static final int SAMPLED = 10;

    @Test
    @Tag("I3")
    @Tag("I4")
    @Tag("I9")
    void afterEveryCheckoutTheIndexIsWhatAFreshOneWouldBe() throws InterruptedException {
        assumeTrue(
                History.bundle("rust-book").isPresent(),
                "skipped: " + History.DATA + " names no directory with rust-book");
        try (History history = History.of("rust-book")) {
            List<Commit> commits = history.commits();
            List<Commit> sampled =
                    IntStream.range(0, SAMPLED)
                            .mapToObj(i -> commits.get(i * (commits.size() - 1) / (SAMPLED - 1)))
                            .toList();

            FolderReplay.Seen seen = FolderReplay.of(history, sampled, _ -> {});

            assertThat(seen.commits()).isEqualTo(SAMPLED);
            assertThat(seen.documents()).isEqualTo(112);
            assertThat(seen.added()).as("documents with a new word").isGreaterThan(50);
            assertThat(seen.removed()).as("documents with a lost word").isGreaterThan(50);
        }
    }
}

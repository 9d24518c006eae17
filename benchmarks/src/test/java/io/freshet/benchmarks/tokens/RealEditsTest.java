package io.freshet.benchmarks.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.benchmarks.history.History;
import io.freshet.benchmarks.running.RunningServer;
import io.freshet.benchmarks.tokens.Edit.Way;
import org.junit.jupiter.api.Test;

/// What real edits cost does not get worse unnoticed: a real history, with the extractor, the
/// chunker and the planner that the server runs. The bounds lie just below what `./freshet bench
/// tokens` prints; a change that fails here and is meant has new figures in docs/benchmarks.md.
final class RealEditsTest {
    private static final String HISTORY = "rust-book";

    @Test
    void anEditEmbedsLittleOfItsDocument() throws InterruptedException {
        assumeTrue(
                History.bundle(HISTORY).isPresent(),
                "skipped: " + History.DATA + " names no directory with " + HISTORY);
        try (History history = History.of(HISTORY)) {
            Replay.Result result = Replay.of(history, RunningServer.extractor());
            Group all = Group.all(result.edits());
            Group small = all.small();

            assertThat(Promise.of(HISTORY).isKeptBy(result)).isTrue();
            assertThat(result.sizes().chunk()).isBetween(215.0, 230.0);
            assertThat(result.sizes().piece()).isBetween(215.0, 230.0);
            assertThat(all.withoutLargest().spared(Way.FRESHET)).isGreaterThan(0.79);
            assertThat(all.timesBlocks(Way.FRESHET)).isLessThan(1.85);
            assertThat(small.spared(Way.FRESHET)).as("small edits").isGreaterThan(0.925);
            assertThat(small.spared(Way.RECURSIVE)).isLessThan(small.spared(Way.FRESHET));
            assertThat(small.piecesByEdit(Way.FRESHET)).as("chunks").isLessThan(1.15);
        }
    }
}

package io.freshet.benchmarks.costs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.benchmarks.history.History;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Some edits of each history; `./freshet bench costs` takes all of them.
final class AgreementTest {
    private static final int COMMITS = 8;

    @ParameterizedTest
    @ValueSource(strings = {"rust-book", "vue-docs-zh-cn", "python-peps"})
    void theReportIsToTheTokenWhatTheModelWasAskedForOverRestartsAndWrongAnswers(String name)
            throws InterruptedException {
        assumeTrue(
                History.bundle(name).isPresent(),
                "skipped: " + History.DATA + " names no directory with " + name);
        try (History history = History.of(name)) {
            Agreement found = Agreement.of(history, history.commits().subList(1, 1 + COMMITS), 4);
            assertThat(found.model().tokens()).isPositive();
            assertThat(found.reported().tokens()).isEqualTo(found.model().tokens());
            assertThat(found.isToTheToken()).isTrue();
        }
    }
}

package io.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a reconciliation says, and the exit code it ends with.
final class ReconcileCommandTest {
    private static final String PATH = "/v1/collections/knowledge_base/reconcile";

    private static String store(String equal) {
        return "{'name': 'embedded', 'drift': {'missing': 2, 'extra': 0, 'different': 0,"
                + " 'no_vector': 0}, 'found': {'rows': 8}, 'after': {'equal': "
                + equal
                + "}, 'problem': null, 'examples': [{'document_id': 'a.md', 'kind': 'missing'}]}";
    }

    @TempDir Path directory;

    private Shell.Done answered(String state, String equal, String... flags) throws IOException {
        try (var server = new AnsweringServer()) {
            server.answering(
                    "POST " + PATH,
                    200,
                    "{'state': '"
                            + state
                            + "', 'drift': 2, 'sources': [], 'stores': ["
                            + store(equal)
                            + "], 'balanced': true}");
            var environment = Map.of("FRESHET_SERVER", server.url());
            return new Shell(directory, false, environment).run(flags);
        }
    }

    @Test
    void whatWasMendedIsGood() throws IOException {
        var done = answered("done", "true", "reconcile");
        assertThat(done.code()).isZero();
        assertThat(done.out())
                .contains("8 rows, 2 missing", "missing  a.md", "2 differences found and taken up");
    }

    @Test
    void aDryRunSaysThatNothingWasChanged() throws IOException {
        var done = answered("done", "null", "reconcile", "--dry-run");
        assertThat(done.code()).isZero();
        assertThat(done.out()).contains("2 differences, nothing was changed");
    }

    @Test
    void whatStillDiffersIsAFailure() throws IOException {
        assertThat(answered("done", "false", "reconcile").code()).isEqualTo(1);
        assertThat(answered("failed", "true", "reconcile", "--json").code()).isEqualTo(1);
    }
}

package io.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.http.Served;
import io.freshet.sim.CountingEmbedder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `freshet migrate` against a real server.
final class MigrateCommandTest {
    @TempDir Path folder;

    private Shell.Done run(Served served, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-c", "notes", "--server", "http://localhost:" + served.port()));
        return new Shell(folder).run(all.toArray(String[]::new));
    }

    @Test
    void aMigrationIsPricedStartedSwitchedAndDropped() throws InterruptedException {
        try (Served served = Served.onDisk(folder.resolve("data"), new CountingEmbedder())) {
            served.put("notes", "a", "the first note");

            assertThat(run(served, "migrate").code()).isEqualTo(2);
            assertThat(run(served, "migrate", "status").out()).contains("state       none");
            String finer = "target_tokens=64";
            assertThat(run(served, "migrate", "--chunking", finer, "--dry-run").out())
                    .startsWith("1 document in 1 chunk: 0 tokens to embed");
            assertThat(run(served, "migrate", "--chunking", finer).code()).isZero();
            Awaitility.await()
                    .until(() -> run(served, "migrate", "status").out().contains("ready"));
            assertThat(run(served, "migrate", "revert").code()).isEqualTo(1);

            assertThat(run(served, "migrate", "switch").out())
                    .contains("state       switched", "chunks of 64 tokens");
            assertThat(run(served, "migrate", "drop").out()).contains("state       none");
            assertThat(run(served, "search", "first").out()).contains("the first note");
            assertThat(run(served, "migrate", "--help").out())
                    .contains("Embed nothing for it until it is resumed.");
        }
    }
}

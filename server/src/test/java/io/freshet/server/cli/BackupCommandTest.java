package io.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.http.Served;
import io.freshet.server.json.Json;
import io.freshet.sim.CountingEmbedder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `freshet backup`, `restore` and `purge` against a real server.
final class BackupCommandTest {
    @TempDir Path folder;

    private Shell.Done run(Served served, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--server", "http://localhost:" + served.port()));
        return new Shell(folder).run(all.toArray(String[]::new));
    }

    @Test
    void whatIsBackedUpIsRestoredAndWhatIsPurgedBeforeIsNotInIt() throws Exception {
        CountingEmbedder embedder = new CountingEmbedder();
        try (Served served = Served.onDisk(folder.resolve("data"), embedder)) {
            served.put("knowledge_base", "kept", "what is kept");
            served.put("knowledge_base", "people/ada", "what is forgotten");

            var purged = run(served, "purge", "--prefix", "people/", "--reason", "a test");
            assertThat(purged.out()).isEqualTo("forgot 1 document; index version 3\n");
            assertThat(run(served, "purge").code()).isEqualTo(2);

            var done = run(served, "backup", "all.zip", "--json");
            assertThat(done.err()).isEmpty();
            assertThat(Json.read(done.out()).at("/collections/0").stringValue())
                    .isEqualTo("knowledge_base");
            assertThat(run(served, "backup", "all.zip").err()).contains("is there already");
            assertThat(run(served, "backup", "none.zip", "-c", "none").err())
                    .contains("unknown_collection");
            assertThat(folder.resolve("none.zip")).doesNotExist();
        }
        var restored = new Shell(folder).run("restore", "all.zip", "--data", "again");
        assertThat(restored.err()).isEmpty();
        assertThat(restored.out()).startsWith("restored knowledge_base into ");
        assertThat(new Shell(folder).run("restore", "all.zip", "--data", "again").err())
                .contains("there is a collection knowledge_base");
        embedder.reset();
        try (Served served = Served.onDisk(folder.resolve("again"), embedder)) {
            assertThat(run(served, "search", "kept").out()).contains("what is kept");
            assertThat(run(served, "search", "forgotten").out()).doesNotContain("forgotten\n");
            assertThat(embedder.texts()).doesNotContain("what is kept");
        }
        Files.writeString(folder.resolve("bad.zip"), "no backup");
        assertThat(new Shell(folder).run("restore", "bad.zip", "--data", "x").err())
                .contains("it is no backup");
    }
}

package io.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.http.Served;
import io.freshet.sim.CountingEmbedder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `freshet export` and `import` against a real server.
final class ExportCommandTest {
    @TempDir Path folder;

    private Shell.Done run(Served served, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--server", "http://localhost:" + served.port()));
        return new Shell(folder).run(all.toArray(String[]::new));
    }

    @Test
    void whatIsExportedIsImportedIntoAnotherCollection() throws Exception {
        CountingEmbedder embedder = new CountingEmbedder();
        try (Served served = Served.onDisk(folder.resolve("data"), embedder)) {
            served.put("notes", "a", "the first note");
            served.put("notes", "b", "the second note");

            var exported = run(served, "export", "notes.ndjson", "-c", "notes");
            assertThat(exported.err()).isEmpty();
            assertThat(exported.out()).startsWith("exported 2 documents and 2 vectors to ");
            assertThat(run(served, "export", "notes.ndjson").err()).contains("is there already");
            assertThat(run(served, "export", "none.ndjson", "-c", "none").err())
                    .contains("unknown_collection");
            assertThat(folder.resolve("none.ndjson.part")).doesNotExist();

            var imported = run(served, "import", "notes.ndjson", "-c", "copy");
            assertThat(imported.err()).isEmpty();
            assertThat(imported.out())
                    .isEqualTo(
                            "imported 2 documents with 2 vectors; 0 tokens embedded; index version"
                                    + " 1\n");
            assertThat(run(served, "search", "second", "-c", "copy").out()).contains("second note");

            Path cut = folder.resolve("cut.ndjson");
            Files.write(cut, Files.readAllLines(folder.resolve("notes.ndjson")).subList(0, 4));
            var refused = run(served, "import", "cut.ndjson", "-c", "other");
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.err()).contains("cut off after line 4", "bad_export");
            assertThat(run(served, "import", "gone.ndjson").err()).contains("cannot be read");
        }
    }
}

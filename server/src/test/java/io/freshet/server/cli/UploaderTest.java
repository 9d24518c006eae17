package io.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `freshet put` while others do something with the collection.
final class UploaderTest {
    private static final String KB = "/v1/collections/knowledge_base";
    private static final String STATUS = "GET " + KB;

    @TempDir private Path directory;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("a.md"), "A");
    }

    private static String status(String state, int accepted, int applied, int version) {
        return "{'state': '%s', 'index_version': %d, 'committed_version': %d, 'complete': {'accepted': %d, 'applied': %d}}"
                .formatted(state, version, version, accepted, applied);
    }

    private Shell.Done put(AnsweringServer server) {
        return new Shell(directory, false, Map.of("FRESHET_SERVER", server.url()))
                .run("put", "a.md", "--json");
    }

    private static AnsweringServer taking() throws IOException {
        return new AnsweringServer()
                .answering("POST " + KB + "/events", 200, "{'accepted': 1}")
                .first(STATUS, 200, status("serving", 5, 5, 5));
    }

    @Test
    void aCollectionThatIsOpenedAnewMeanwhileSaysNothingOfWhatWasPut() throws IOException {
        try (var server = taking()) {
            server.first(STATUS, 503, "{'code': 'unavailable', 'detail': 'it stops'}")
                    .first(STATUS, 200, status("closed", 0, 0, 0))
                    .first(STATUS, 200, status("serving", 6, 5, 5))
                    .first(STATUS, 200, status("closed", 0, 0, 0))
                    .answering(STATUS, 200, status("serving", 6, 6, 6))
                    .answering(STATUS + "/changes", 200, "{'changes': [], 'next': 'h.6-'}");

            var done = put(server);

            assertThat(done.code()).as(done.err()).isZero();
            var said = Json.read(done.out());
            assertThat(said.path("index_version").asLong()).isEqualTo(6);
            assertThat(said.path("documents").path("waiting").asLong()).isZero();
        }
    }

    @Test
    void oneThatHasStoppedIsNotWaitedFor() throws IOException {
        try (var server = taking()) {
            server.answering(STATUS, 200, "{'state': 'corrupt', 'problem': 'it is damaged'}");

            var done = put(server);

            assertThat(done.code()).isEqualTo(1);
            assertThat(done.err()).contains("it is damaged");
        }
    }
}

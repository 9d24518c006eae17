package io.freshet.server.http;

import static io.freshet.server.http.Document.document;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.http.Inlet.Way;
import io.freshet.sim.CountingEmbedder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server is started with another model over the same files.
final class OtherModelTest {
    @TempDir private Path directory;

    @Test
    @Tag("A09")
    @Tag("I7")
    void whatTheOldModelFilledGoesOnWithoutItAndTheNewOneIsAskedForTextsOfItsOwnOnly()
            throws Exception {
        CountingEmbedder old = new CountingEmbedder();
        CountingEmbedder other = new CountingEmbedder("other", old.limits());
        try (Ways ways = Ways.start(directory, List.of(), old)) {
            Inlet filled = ways.inlet("filled", Way.EVENTS);
            filled.send(document("a.md", "a text with thulium"));
            assertThat(old.textCount()).isEqualTo(1);

            ways.stop();
            ways.start(other);
            filled.awaitSettled();

            assertThat(ways.wire().get(filled.path() + "/search?q=thulium").code())
                    .isEqualTo("unavailable");
            Wire.Answer words = ways.wire().get(filled.path() + "/search?q=thulium&mode=keyword");
            assertThat(words.json().at("/hits/0/document_id").asString()).isEqualTo("a.md");
            assertThat(ways.wire().get(filled.path() + "/documents/a.md").status()).isEqualTo(200);
            filled.send(document("b.md", "a text with thulium"));
            assertThat(filled.status().path("embedder_problem").asString())
                    .contains("local is now another model");
            assertThat(other.requests()).isEmpty();
            Inlet fresh = ways.inlet("fresh", Way.EVENTS);
            fresh.send(document("a.md", "a text with thulium"));
            assertThat(other.textCount()).isEqualTo(1);
            assertThat(fresh.find("thulium")).containsExactly("a.md");

            ways.stop();
            old.reset();
            ways.start(old);

            assertThat(filled.find("thulium")).containsExactlyInAnyOrder("a.md", "b.md");
            filled.send(document("c.md", "a text with thulium"));
            assertThat(old.textCount()).isZero();
        }
    }
}

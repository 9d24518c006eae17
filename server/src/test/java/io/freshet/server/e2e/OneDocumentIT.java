package io.freshet.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// One document through what its clients do to it.
final class OneDocumentIT {
    @RegisterExtension final Servers servers = new Servers();

    private final Prose prose = new Prose(8);

    @Test
    @Tag("I3")
    @Tag("I4")
    @Tag("A04")
    void aDocumentThatGotShorterHasNoTail() {
        Api api = servers.start(Home.FAST_MODEL).api();
        String head = "# Title\n\n" + prose.paragraph(24) + "\n\n";
        String tail = "## Tail\n\n" + prose.paragraph(24) + " Rhenium is at the end.\n";
        api.put("long.md", head + tail);
        assertThat(api.find("rhenium")).containsExactly("long.md");
        api.put("long.md", head);
        assertThat(api.find("rhenium")).isEmpty();
        assertThat(api.read("long.md").ok().path("chunks"))
                .hasSize(Rebuilt.placements(head).size());
        assertThat(api.status().path("chunks").asLong()).isEqualTo(Rebuilt.placements(head).size());
    }

    @Test
    @Tag("I2")
    @Tag("A06")
    void ofFiftyPutsAtOnceTheLastAcceptedRemains() throws InterruptedException {
        Api api = servers.start(Home.FAST_MODEL).api();
        List<JsonNode> accepted = new ArrayList<>();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String text = prose.paragraph(3) + " Version mark" + i + ".";
            clients.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        JsonNode answer =
                                                api.send(
                                                                "PUT",
                                                                Api.document("contended"),
                                                                "text/plain",
                                                                text.getBytes(
                                                                        StandardCharsets.UTF_8))
                                                        .ok();
                                        synchronized (accepted) {
                                            accepted.add(
                                                    Json.object()
                                                            .put("text", text)
                                                            .set(
                                                                    "sequence",
                                                                    answer.path("sequence")));
                                        }
                                    }));
        }
        for (Thread client : clients) {
            client.join();
        }
        api.awaitNothingPending();
        JsonNode last =
                accepted.stream()
                        .max(java.util.Comparator.comparingLong(a -> a.path("sequence").asLong()))
                        .orElseThrow();
        assertThat(accepted).hasSize(50);
        assertThat(api.read("contended").ok().path("text").asString())
                .isEqualTo(last.path("text").asString());
        assertThat(api.status().path("chunks").asLong()).isEqualTo(1);
        assertThat(api.find("version")).containsExactly("contended");
        assertThat(api.status().path("complete").path("balanced").asBoolean()).isTrue();
    }

    @Test
    @Tag("I2")
    @Tag("A23")
    void aDeleteThatOvertookItsPutStays() {
        Api api = servers.start(Home.FAST_MODEL).api();
        api.submit(List.of(Api.delete("page", 5)));
        JsonNode stale =
                api.submit(List.of(Api.upsert("page", "A stale text.").put("source_version", 4)));
        assertThat(stale.path("ignored").asInt()).isEqualTo(1);
        api.submit(List.of(Api.upsert("page", "A stale text.").put("source_version", 4)));
        assertThat(api.read("page").status()).isEqualTo(404);
        assertThat(api.find("stale")).isEmpty();
        api.submit(List.of(Api.upsert("page", "A newer text.").put("source_version", 6)));
        assertThat(api.find("newer")).containsExactly("page");
    }
}

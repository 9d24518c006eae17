package io.freshet.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;

/// What nobody means to send arrives all the same: it works or is refused clearly, and the
/// neighbours do not notice. One server for all of it.
@TestInstance(Lifecycle.PER_CLASS)
final class OddInputIT {
    private final Home home = Home.with(Home.FAST_MODEL);
    private ServerProcess server;
    private Api api;

    @BeforeAll
    void start() {
        server = ServerProcess.start(home);
        api = server.api();
        api.put("neighbour.md", "A quiet neighbour called Gallium.");
    }

    @AfterEach
    void theNeighbourIsStillThere() {
        assertThat(api.find("gallium")).contains("neighbour.md");
        assertThat(api.call("GET", "/health/ready", "application/json", new byte[0]).status())
                .isEqualTo(200);
        api.awaitNothingPending();
    }

    @AfterAll
    void stop() {
        server.close();
        home.delete();
    }

    private void refused(Api.Answer answer, int status, String code) {
        assertThat(answer.status()).as("" + answer).isEqualTo(status);
        JsonNode problem = answer.json();
        assertThat(problem.path("code").asString()).as("" + answer).isEqualTo(code);
        assertThat(problem.path("type").asString()).isEqualTo("urn:freshet:problem:" + code);
        assertThat(problem.path("detail").asString()).isNotBlank();
        assertThat(problem.path("status").asInt()).isEqualTo(status);
    }

    @Test
    void aLineOfOneMegabyteIsSearchable() {
        StringBuilder line = new StringBuilder();
        // Few distinct chunks, so that embedding them takes no minute.
        while (line.length() < 1_000_000) {
            line.append("lorem ipsum dolor sit amet consectetur ");
        }
        line.append("Thulium");
        api.send(
                        "PUT",
                        Api.document("line.md") + "?wait=visible&timeout=60s",
                        "text/plain",
                        line.toString().getBytes(StandardCharsets.UTF_8))
                .ok();
        api.awaitNothingPending();
        assertThat(api.find("thulium")).containsExactly("line.md");
        api.delete("line.md");
    }

    @Test
    @Tag("A12")
    void aNulAndALoneSurrogateAreMendedAndTheRestIsFound() {
        String json =
                "{\"text\": \"before \\u0000 and \\ud800 after Holmium\","
                        + " \"metadata\": {\"note\": \"nul \\u0000 and \\udfff\"}}";
        api.send(
                        "PUT",
                        Api.document("odd.md") + "?wait=visible&timeout=60s",
                        "application/json",
                        json.getBytes(StandardCharsets.UTF_8))
                .ok();
        assertThat(api.find("holmium")).containsExactly("odd.md");
        assertThat(api.read("odd.md").ok().path("text").asString())
                .isEqualTo("before \uFFFD and \uFFFD after Holmium");
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        byte[] bytes = {'o', 'k', ' ', (byte) 0xC3, (byte) 0x28};
        refused(
                api.send("PUT", Api.document("bytes.md"), "text/markdown", bytes),
                400,
                "invalid_field");
    }

    @Test
    @Tag("A13")
    void anEmptyDocumentExistsWithoutChunksAndEmptyingOneRemovesItsOwn() {
        api.put("empty.md", "");
        api.put("blank.md", "\n\n  \n");
        api.put("headings.md", "# One\n\n# Two\n");
        JsonNode empty = api.read("empty.md").ok();
        assertThat(empty.path("chunks")).isEmpty();
        assertThat(api.read("blank.md").ok().path("chunks")).isEmpty();
        api.put("shrinks.md", "Once upon a time there was Erbium.");
        assertThat(api.find("erbium")).containsExactly("shrinks.md");
        api.put("shrinks.md", "");
        assertThat(api.find("erbium")).isEmpty();
        assertThat(api.read("shrinks.md").ok().path("chunks")).isEmpty();
    }

    @Test
    @Tag("A16")
    void aWordOfFortyThousandCharactersIsTakenInTextAndMetadata() {
        String word = "x".repeat(40_000);
        String json =
                Json.object()
                        .put("text", "Dysprosium " + word + " and more.")
                        .set("metadata", Json.object().put("data", word))
                        .toString();
        api.send(
                        "PUT",
                        Api.document("long-word.md") + "?wait=visible&timeout=60s",
                        "application/json",
                        json.getBytes(StandardCharsets.UTF_8))
                .ok();
        assertThat(api.find("dysprosium")).containsExactly("long-word.md");
        assertThat(api.find(word.substring(0, 9_000))).containsOnly("long-word.md");
        String question = Json.object().put("query", word).toString();
        refused(api.post("/search", question), 400, "invalid_field");
    }

    @Test
    @Tag("A15")
    void whateverAnIdIsItCanBePutReadFoundAndDeleted() {
        List<String> ids =
                List.of(
                        "folder/sub/file.md",
                        "/leading",
                        "trailing/",
                        "a//b",
                        ".",
                        "..",
                        "../../etc/passwd",
                        "a/./b",
                        "%2F",
                        "a%2Fb",
                        "a b",
                        "#fragment",
                        "query?x=1&y=2",
                        "semi;colon=1",
                        "plus+plus",
                        "emoji-😀-é-漢",
                        "list",
                        "-1",
                        "x".repeat(1024));
        for (String id : ids) {
            api.put(id, "A document called Ytterbium.");
            assertThat(api.read(id).ok().path("document_id").asString()).isEqualTo(id);
        }
        assertThat(api.documents()).containsAll(ids);
        assertThat(api.find("ytterbium")).containsExactlyInAnyOrderElementsOf(ids);
        for (String id : ids) {
            String byQuery = "/document?document_id=" + Api.encoded(id);
            assertThat(api.get(byQuery).ok().path("document_id").asString()).isEqualTo(id);
            api.delete(id);
            assertThat(api.read(id).status()).as(id).isEqualTo(404);
        }
        assertThat(api.find("ytterbium")).isEmpty();
    }

    @Test
    void aSlashInAPathIsPartOfTheIdAndAnEscapeIsReadOnce() {
        api.put("folder/page.md", "A page.");
        assertThat(api.get("/documents/folder/page.md").ok().path("document_id").asString())
                .isEqualTo("folder/page.md");
        assertThat(api.get("/documents/folder%2Fpage.md").status()).isEqualTo(200);
        refused(api.get("/documents/folder%252Fpage.md"), 404, "unknown_document");
        api.delete("folder/page.md");
        refused(api.get("/documents/folder/page.md"), 404, "unknown_document");
    }

    @Test
    void anIdThatIsTooLongOrHoldsControlCharactersIsRefused() {
        refused(
                api.send("PUT", Api.document("x".repeat(1025)), "text/plain", new byte[] {'a'}),
                400,
                "invalid_document_id");
        refused(
                api.send("PUT", Api.document("tab\tbed"), "text/plain", new byte[] {'a'}),
                400,
                "invalid_document_id");
        refused(api.post("/events", Api.upsert("", "text").toString()), 400, "invalid_document_id");
    }

    @Test
    void aBodyOverTheLimitIsRefused() {
        byte[] large = "word ".repeat(4_000_000).getBytes(StandardCharsets.UTF_8);
        refused(
                api.send("PUT", Api.document("large.md"), "text/markdown", large),
                413,
                "too_large");
        byte[] document = "word ".repeat(2_200_000).getBytes(StandardCharsets.UTF_8);
        refused(
                api.send("PUT", Api.document("large.md"), "text/markdown", document),
                413,
                "too_large");
    }

    @Test
    void whatIsNoJsonOrTooDeepOrUnknownIsNamed() {
        refused(api.post("/events", "{\"events\": ["), 400, "invalid_json");
        refused(api.post("/events", ""), 400, "invalid_json");
        refused(api.post("/events", "[".repeat(5_000) + "]".repeat(5_000)), 400, "invalid_json");
        refused(
                api.post("/events", Api.upsert("a", "text").put("colour", "blue").toString()),
                400,
                "unknown_field");
        Api.Answer unknown =
                api.post(
                        "/events",
                        "{\"events\": [%s]}"
                                .formatted(Api.upsert("a", "text").put("colour", "blue")));
        assertThat(unknown.json().path("pointer").asString()).isEqualTo("/events/0/colour");
        refused(
                api.post("/search", "{\"query\": \"a\", \"filter\": {\"a\": {\"$near\": 1}}}"),
                400,
                "invalid_filter");
        refused(
                api.send("PUT", Api.document("a"), "image/png", new byte[] {1}),
                415,
                "unsupported_media_type");
    }

    @Test
    void oneBadEventOfARequestKeepsAllOfItOut() {
        String events =
                "{\"events\": [%s, {\"event_type\": \"update\", \"document_id\": \"bad\"}]}"
                        .formatted(Api.upsert("good", "A good Samarium document."));
        assertThat(api.post("/events?wait=visible&timeout=60s", events).status()).isEqualTo(400);
        assertThat(api.find("samarium")).isEmpty();
        assertThat(api.read("good").status()).isEqualTo(404);
    }
}

package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Older versions searched, and kept by a tag, as clients do it.
final class TimeTravelTest {
    private static final String DOCS = "/v1/collections/docs";

    private Served served;
    private Wire wire;

    @BeforeEach
    void start() throws InterruptedException {
        served = Served.start();
        wire = served.wire;
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private void threeVersions() {
        served.put("docs", "guide/a", "# A\n\nthe first wording");
        served.put("docs", "guide/b", "# B\n\nuntouched wording");
        served.put("docs", "guide/a", "# A\n\nthe second wording");
    }

    private JsonNode ok(Wire.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private Wire.Answer tag(String path, String json) {
        return wire.send("PUT", path, "application/json", json);
    }

    private Wire.Answer search(String json) {
        return wire.post(DOCS + "/search", "{\"query\": \"first wording\", " + json + "}");
    }

    private static List<String> texts(JsonNode answer) {
        return answer.get("hits").valueStream().map(hit -> hit.get("text").stringValue()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hybrid", "vector", "keyword"})
    @Tag("I3")
    void aSearchAtAVersionSeesItAndNothingElse(String mode) {
        threeVersions();
        String asked = "\"mode\": \"" + mode + "\", \"at_version\": ";

        JsonNode first = ok(search(asked + 1));
        JsonNode second = ok(search(asked + 2));
        JsonNode newest = ok(search(asked + 3));

        assertThat(first.get("index_version").intValue()).isEqualTo(1);
        assertThat(texts(first)).containsExactly("# A\n\nthe first wording");
        assertThat(texts(second))
                .containsExactly("# A\n\nthe first wording", "# B\n\nuntouched wording");
        assertThat(texts(newest))
                .containsExactlyInAnyOrder("# A\n\nthe second wording", "# B\n\nuntouched wording");
        assertThat(ok(search(asked + 0)).get("hits")).isEmpty();
    }

    @Test
    void itKeepsToItsScopeAndTakesAQuickLook() {
        threeVersions();

        assertThat(texts(ok(search("\"at_version\": 2, \"prefix\": \"guide/b\""))))
                .containsExactly("# B\n\nuntouched wording");
        assertThat(texts(ok(search("\"at_version\": 2, \"document_ids\": [\"guide/a\"]"))))
                .containsExactly("# A\n\nthe first wording");
        assertThat(texts(ok(wire.get(DOCS + "/search?q=first&at_version=1&mode=keyword"))))
                .containsExactly("# A\n\nthe first wording");
    }

    @Test
    void aVersionThatIsNotThereIsAConflictThatNamesThoseThatAre() {
        threeVersions();

        Wire.Answer answer = search("\"at_version\": 77");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("version_not_retained");
        assertThat(answer.json().get("detail").stringValue()).contains(" to 3");
    }

    @Test
    void aTagIsGivenMovedListedAndTakenAway() {
        threeVersions();

        assertThat(ok(tag(DOCS + "/tags/release-1", "{\"index_version\": 2}")).toString())
                .isEqualTo("{\"name\":\"release-1\",\"index_version\":2}");
        ok(tag(DOCS + "/tags/newest", ""));
        assertThat(ok(wire.get(DOCS + "/tags")).get("tags").toString())
                .isEqualTo(
                        "[{\"name\":\"newest\",\"index_version\":3},"
                                + "{\"name\":\"release-1\",\"index_version\":2}]");
        JsonNode versions = ok(wire.get(DOCS + "/versions")).get("versions");
        assertThat(versions.get(0).get("tags").toString()).isEqualTo("[\"newest\"]");
        assertThat(versions.get(1).get("tags").toString()).isEqualTo("[\"release-1\"]");
        assertThat(ok(wire.get(DOCS)).at("/retained/tags").intValue()).isEqualTo(2);

        assertThat(ok(wire.delete(DOCS + "/tags/newest")).get("index_version").intValue())
                .isEqualTo(3);
        assertThat(wire.delete(DOCS + "/tags/newest").code()).isEqualTo("unknown_tag");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "release | {\"index_version\": 9} | 409 | version_not_retained",
                "release | {\"index_version\": \"1\"} | 400 | invalid_field",
                "release | {\"version\": 1} | 400 | unknown_field",
                "-release | {} | 400 | invalid_tag",
                "a/b | {} | 400 | invalid_tag",
                "a%20b | {} | 400 | invalid_tag",
                "'' | {} | 400 | invalid_tag"
            })
    void aWrongTagIsRefused(String name, String body, int status, String code) {
        threeVersions();

        Wire.Answer answer = tag(DOCS + "/tags/" + name, body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
    }
}

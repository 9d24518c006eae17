package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Replacing and deleting what lies under a prefix, matches a filter or is named.
final class SweepTest {
    private static Served served;
    private static Wire wire;

    @BeforeAll
    static void start() throws InterruptedException {
        served = Served.start();
        wire = served.wire;
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    /// @return the path of a collection that holds these documents
    private static String holding(String collection, String... ids) {
        String path = "/v1/collections/" + collection;
        for (String id : ids) {
            String json =
                    "{\"type\":\"insert\",\"document_id\":\"%s\",\"text\":\"%s\",\"metadata\":{\"n\":%d}}"
                            .formatted(id, id, id.length());
            assertThat(wire.post(path + "/events?wait=visible&timeout=60s", json).status())
                    .isEqualTo(200);
        }
        return path;
    }

    private static List<String> documents(String path) {
        List<String> ids = new ArrayList<>();
        wire.get(path + "/documents")
                .json()
                .path("documents")
                .forEach(document -> ids.add(document.path("document_id").stringValue()));
        return ids;
    }

    private static String replacement(String prefix) {
        return """
               {"events": [{"type": "update", "document_id": "a/1", "text": "changed"},
                           {"type": "update", "document_id": "a/3", "text": "new"}],
                "replace": {"prefix": "%s"}}
               """
                .formatted(prefix);
    }

    @Test
    void aReplacementIsOneVersionThatSaysSo() {
        String path = holding("replaced", "a/1", "a/2", "b");

        Wire.Answer answer =
                wire.post(path + "/events?wait=visible&timeout=60s", replacement("a/"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("deleted").intValue()).isEqualTo(1);
        assertThat(answer.json().path("accepted").intValue()).isEqualTo(3);
        assertThat(answer.json().path("index_version").intValue()).isEqualTo(4);
        assertThat(documents(path)).containsExactly("a/1", "a/3", "b");
        var version = wire.get(path + "/versions?limit=1").json().at("/versions/0");
        assertThat(version.path("cause").stringValue()).isEqualTo("replace");
        assertThat(version.at("/documents/deleted").intValue()).isEqualTo(1);
    }

    @Test
    void aDryRunOfAReplacementCountsWhatItWouldDelete() {
        String path = holding("dry", "a/1", "a/2", "b");

        Wire.Answer answer = wire.post(path + "/events?dry_run=true", replacement("a/"));

        assertThat(answer.json().at("/documents/deleted").intValue()).isEqualTo(1);
        assertThat(answer.json().at("/documents/inserted").intValue()).isEqualTo(1);
        assertThat(documents(path)).containsExactly("a/1", "a/2", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"prefix\":\"a/\"} | b",
                "{\"prefix\":\"a/\",\"expect\":2} | b",
                "{\"prefix\":\"\",\"expect\":3} | ''",
                "{\"document_ids\":[\"b\",\"a/1\",\"gone\"],\"expect\":2} | a/2",
                "{\"filter\":{\"n\":{\"$gte\":3}}} | b"
            })
    void whatIsSelectedIsDeletedInOneVersion(String json, String left) {
        String path = holding("deleted" + Integer.toHexString(json.hashCode()), "a/1", "a/2", "b");

        Wire.Answer answer = wire.post(path + "/delete?wait=visible&timeout=60s", json);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(String.join(" ", documents(path))).isEqualTo(left);
        assertThat(answer.json().path("deleted").intValue()).isEqualTo(3 - documents(path).size());
        assertThat(answer.json().path("index_version").intValue()).isEqualTo(4);
    }

    @Test
    void withoutWaitingADeleteIsAccepted() {
        String path = holding("accepted", "a");

        Wire.Answer answer = wire.post(path + "/delete", "{\"prefix\":\"a\"}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("deleted").intValue()).isEqualTo(1);
        assertThat(answer.json().path("sequence").longValue()).isEqualTo(2);
    }

    @Test
    void moreThanExpectedIs409WithTheNumberAndDeletesNothing() {
        String path = holding("expecting", "a/1", "a/2", "b");
        String json = "{\"prefix\":\"a/\",\"expect\":1}";

        for (String query : List.of("", "?wait=visible", "?dry_run=true")) {
            Wire.Answer answer = wire.post(path + "/delete" + query, json);
            assertThat(answer.status()).as(answer.body()).isEqualTo(409);
            assertThat(answer.code()).isEqualTo("expect_exceeded");
            assertThat(answer.json().path("matched").intValue()).isEqualTo(2);
            assertThat(answer.json().path("detail").stringValue()).contains("2 documents");
        }
        assertThat(documents(path)).hasSize(3);
    }

    @Test
    void aDryRunOfADeleteDeletesNothing() {
        String path = holding("dry-delete", "a/1", "a/2", "b");

        Wire.Answer answer =
                wire.post(path + "/delete?dry_run=true", "{\"prefix\":\"a/\",\"expect\":2}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/documents/deleted").intValue()).isEqualTo(2);
        assertThat(documents(path)).hasSize(3);
    }

    @Test
    void nothingSelectedIsNothingDeleted() {
        String path = holding("nothing", "a");

        Wire.Answer answer =
                wire.post(path + "/delete?wait=visible&timeout=60s", "{\"prefix\":\"z\"}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("deleted").intValue()).isZero();
        assertThat(answer.json().path("index_version").intValue()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | invalid_field | /prefix",
                "{\"prefix\":\"a\",\"document_ids\":[\"a\"]} | invalid_field | /document_ids",
                "{\"prefix\":\"\"} | invalid_field | /expect",
                "{\"filter\":{}} | invalid_field | /expect",
                "{\"filter\":{\"a\":{\"$like\":1}}} | invalid_filter | /filter/a/$like",
                "{\"document_ids\":[]} | invalid_field | /document_ids",
                "{\"document_ids\":[\"a\\u0000b\"]} | invalid_document_id | /document_ids/0",
                "{\"prefix\":\"a\",\"expect\":-1} | invalid_field | /expect",
                "{\"prefix\":\"a\",\"wait\":true} | unknown_field | /wait"
            })
    void aSelectionThatIsNoneIsPointedAt(String json, String code, String pointer) {
        Wire.Answer answer = wire.post("/v1/collections/knowledge_base/delete", json);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.pointer()).isEqualTo(pointer);
    }

    @Test
    void deletingMakesNoCollection() {
        Wire.Answer answer = wire.post("/v1/collections/unheard/delete", "{\"prefix\":\"a\"}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("unknown_collection");
    }
}

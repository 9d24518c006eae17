package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Versions as clients read, compare and go back to them.
final class VersionsTest {
    private static final String DOCS = "/v1/collections/docs";

    private final MemoryAdapters adapters = new MemoryAdapters();
    private Served served;
    private Wire wire;

    @BeforeEach
    void start() throws InterruptedException {
        served = Served.start(HttpSettings.DEFAULT.withPort(0), adapters);
        wire = served.wire;
        served.put("docs", "guide/a", "# A\n\nthe first wording");
        served.put("docs", "guide/b", "# B\n\nuntouched");
        served.put("docs", "guide/a", "# A\n\nthe second wording");
        served.delete("docs", "guide/b");
        served.put("docs", "c", "# C\n\nnew since");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private JsonNode ok(Wire.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private List<String> find(String word) {
        String question = "{\"query\": \"" + word + "\", \"mode\": \"keyword\"}";
        return ids(ok(wire.post(DOCS + "/search", question)).get("hits"));
    }

    private static List<String> ids(JsonNode list) {
        return list.valueStream().map(one -> one.get("document_id").stringValue()).toList();
    }

    @Test
    @Tag("I5")
    void aRollbackBringsTheOldContentBackAndEmbedsNothing() {
        int asked = adapters.embedder().requestCount();

        JsonNode answer =
                ok(wire.post(DOCS + "/rollback", "{\"to_version\": 2, \"reason\": \"x\"}"));

        assertThat(answer.get("index_version").intValue()).isEqualTo(6);
        assertThat(answer.get("cause").stringValue()).isEqualTo("rollback");
        assertThat(answer.get("documents").toString())
                .isEqualTo("{\"inserted\":1,\"updated\":1,\"deleted\":1}");
        assertThat(answer.get("tokens").get("embedded").intValue()).isZero();
        assertThat(answer.get("visible").booleanValue()).isTrue();
        assertThat(answer.get("waiting").intValue()).isZero();
        assertThat(find("first")).containsExactly("guide/a");
        assertThat(find("untouched")).containsExactly("guide/b");
        assertThat(find("second")).isEmpty();
        assertThat(find("since")).isEmpty();
        assertThat(adapters.embedder().requestCount()).isEqualTo(asked);
    }

    @Test
    void anotherRollbackUndoesItAndAnEventAppliesAfterIt() {
        ok(wire.post(DOCS + "/rollback", "{\"to_version\": 2}"));
        ok(wire.post(DOCS + "/rollback", "{\"to_version\": 5}"));

        assertThat(find("second")).containsExactly("guide/a");
        assertThat(find("since")).containsExactly("c");
        assertThat(find("untouched")).isEmpty();

        served.put("docs", "guide/b", "# B\n\nwritten anew");
        assertThat(find("anew")).containsExactly("guide/b");
    }

    @Test
    void aPrefixOrNamedDocumentsGoBackAlone() {
        ok(wire.post(DOCS + "/rollback", "{\"to_version\": 2, \"prefix\": \"guide/\"}"));
        assertThat(find("first")).containsExactly("guide/a");
        assertThat(find("since")).containsExactly("c");

        ok(wire.post(DOCS + "/rollback", "{\"to_version\": 5, \"document_ids\": [\"guide/b\"]}"));
        assertThat(find("first")).containsExactly("guide/a");
        assertThat(find("untouched")).isEmpty();
    }

    @Test
    void whereNothingDiffersNoVersionIsMade() {
        JsonNode answer = ok(wire.post(DOCS + "/rollback", "{\"to_version\": 5}"));

        assertThat(answer.get("unchanged").booleanValue()).isTrue();
        assertThat(answer.get("index_version").intValue()).isEqualTo(5);
    }

    @Test
    @Tag("I9")
    void itIsAnnouncedInTheFeed() {
        ok(wire.post(DOCS + "/rollback", "{\"to_version\": 2}"));

        JsonNode changes = ok(wire.get(DOCS + "/changes?since_version=5")).get("changes");

        assertThat(changes.valueStream().map(change -> change.get("type").stringValue()))
                .containsExactly("index_update", "index_update", "index_update", "batch_complete");
        assertThat(changes.get(3).get("cause").stringValue()).isEqualTo("rollback");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 400 | invalid_field | to_version",
                "{\"to_version\": 99} | 409 | version_not_retained | 0 to 5",
                "{\"to_version\": -1} | 409 | version_not_retained | 0 to 5",
                "{\"to_version\": 2, \"document_ids\": []} | 400 | invalid_field | at least one",
                "{\"to_version\": 2, \"prefix\": \"a\", \"document_ids\": [\"b\"]} | 400 |"
                        + " invalid_field | does not go with",
                "{\"to_version\": 2, \"discard\": true} | 400 | unknown_field | not known"
            })
    void whatCannotBeGoneBackToSaysWhy(String body, int status, String code, String detail) {
        Wire.Answer answer = wire.post(DOCS + "/rollback", body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().get("code").stringValue()).isEqualTo(code);
        assertThat(answer.json().get("detail").stringValue()).contains(detail);
        assertThat(find("second")).containsExactly("guide/a");
    }

    @Test
    void aDiffShowsDocumentsAndTheirChunks() {
        JsonNode there = ok(wire.get(DOCS + "/diff?from=2&to=5"));

        assertThat(ids(there.get("documents"))).containsExactly("c", "guide/a", "guide/b");
        JsonNode changed = there.get("documents").get(1);
        assertThat(changed.get("event_type").stringValue()).isEqualTo("update");
        assertThat(changed.at("/chunks/added/0/text").stringValue()).contains("second wording");
        assertThat(changed.at("/chunks/removed/0/text").stringValue()).contains("first wording");
        JsonNode back = ok(wire.get(DOCS + "/diff?from=5&to=2"));
        assertThat(
                        back.get("documents")
                                .valueStream()
                                .map(one -> one.get("event_type").stringValue()))
                .containsExactly("delete", "update", "insert");
        assertThat(ok(wire.get(DOCS + "/diff?from=4&to=4")).get("documents")).isEmpty();
    }

    @Test
    void aDiffComesInPages() {
        JsonNode first = ok(wire.get(DOCS + "/diff?from=2&to=5&limit=2"));
        JsonNode rest = ok(wire.get(DOCS + "/diff?from=2&to=5&limit=2&after=guide%2Fa"));

        assertThat(first.get("next").stringValue()).isEqualTo("guide/a");
        assertThat(ids(rest.get("documents"))).containsExactly("guide/b");
        assertThat(rest.get("next").isNull()).isTrue();
    }

    @Test
    void aDocumentsHistoryTellsItsVersions() {
        JsonNode answer = ok(wire.get(DOCS + "/history?document_id=guide/b&limit=1"));

        assertThat(answer.at("/history/0/event_type").stringValue()).isEqualTo("delete");
        assertThat(answer.at("/history/0/index_version").intValue()).isEqualTo(4);
        assertThat(answer.get("next").intValue()).isEqualTo(4);
        JsonNode rest = ok(wire.get(DOCS + "/history?document_id=guide/b&after=4"));
        assertThat(rest.at("/history/0/event_type").stringValue()).isEqualTo("insert");
        assertThat(rest.get("next").isNull()).isTrue();
        assertThat(wire.get(DOCS + "/history").status()).isEqualTo(400);
    }

    @Test
    void documentsAndListsCanBeAskedForAsOfAVersion() {
        JsonNode old = ok(wire.get(DOCS + "/documents/guide/a?at_version=1"));
        assertThat(old.get("text").stringValue()).contains("first wording");
        assertThat(ids(ok(wire.get(DOCS + "/documents?at_version=2")).get("documents")))
                .containsExactly("guide/a", "guide/b");
        assertThat(
                        ids(
                                ok(wire.post(
                                                DOCS + "/documents/list",
                                                "{\"at_version\": 3, \"limit\": 1}"))
                                        .get("documents")))
                .containsExactly("guide/a");
        assertThat(wire.get(DOCS + "/documents/c?at_version=2").status()).isEqualTo(404);
        assertThat(wire.get(DOCS + "/documents/c?at_version=77").status()).isEqualTo(409);
        assertThat(wire.get(DOCS + "/documents?at_version=77").status()).isEqualTo(409);
    }
}

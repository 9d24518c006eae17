package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.Change;
import io.freshet.CollectionName;
import io.freshet.DocumentId;
import io.freshet.IndexEvent;
import io.freshet.Priority;
import io.freshet.SourceProgress;
import io.freshet.Submission;
import io.freshet.Submission.Mode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Deletes that a source reported among too many.
final class WithheldTest {
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

    private static String withholding(String collection, String... ids)
            throws InterruptedException {
        String path = "/v1/collections/" + collection;
        for (String id : ids) {
            wire.put(path + "/documents/" + id + "?wait=visible&timeout=60s", "text of " + id);
        }
        List<DocumentId> documents = Arrays.stream(ids).map(DocumentId::new).toList();
        IndexEvent deletes =
                new IndexEvent(
                        documents,
                        new Change.Delete(),
                        Priority.NORMAL,
                        OptionalLong.empty(),
                        Optional.empty(),
                        Instant.now());
        served.engine()
                .find(new CollectionName(collection))
                .orElseThrow()
                .submit(
                        new Submission(
                                List.of(deletes),
                                Mode.WITHHELD,
                                Optional.empty(),
                                Optional.of(
                                        new SourceProgress("docs", "1", List.of(), List.of()))));
        return path;
    }

    @Test
    void theyAreListedAndCounted() throws InterruptedException {
        String path = withholding("listed", "a", "b", "c");

        var first = wire.get(path + "/withheld?limit=2").json();
        assertThat(first.at("/withheld/0/document_id").stringValue()).isEqualTo("a");
        assertThat(first.at("/withheld/0/source").stringValue()).isEqualTo("docs");
        assertThat(first.at("/withheld/0/reason").stringValue()).contains("delete guard");
        assertThat(Instant.parse(first.at("/withheld/0/since").stringValue())).isNotNull();
        assertThat(first.path("next").stringValue()).isEqualTo("b");
        var second = wire.get(path + "/withheld?limit=2&after=b").json();
        assertThat(second.at("/withheld/0/document_id").stringValue()).isEqualTo("c");
        assertThat(second.path("next").isNull()).isTrue();
        var status = wire.get(path).json();
        assertThat(status.path("withheld").intValue()).isEqualTo(3);
        assertThat(status.at("/complete/withheld").intValue()).isEqualTo(3);
        assertThat(status.at("/complete/balanced").booleanValue()).isTrue();
        assertThat(status.path("pending").intValue()).isZero();
    }

    @Test
    void namedOnesAreReleased() throws InterruptedException {
        String path = withholding("named", "a", "b");

        var answer = wire.post(path + "/withheld/release", "{\"document_ids\":[\"a\",\"z\"]}");

        assertThat(answer.json().path("released").intValue()).isEqualTo(1);
        awaitDocuments(path, 1);
        assertThat(wire.get(path).json().path("withheld").intValue()).isEqualTo(1);
    }

    @Test
    void allOfThemAreReleased() throws InterruptedException {
        String path = withholding("all", "a", "b", "c");

        var answer = wire.post(path + "/withheld/release", "{}");

        assertThat(answer.json().path("released").intValue()).isEqualTo(3);
        awaitDocuments(path, 0);
        assertThat(wire.get(path).json().path("withheld").intValue()).isZero();
    }

    @Test
    void whatIsNoReleaseIsRefused() {
        String path = "/v1/collections/knowledge_base/withheld";
        assertThat(wire.post(path + "/release", "{\"all\":true}").code())
                .isEqualTo("unknown_field");
        assertThat(wire.get(path + "?limit=0").status()).isEqualTo(400);
        assertThat(wire.get(path + "/release").status()).isEqualTo(405);
        assertThat(wire.get("/v1/collections/unheard/withheld").status()).isEqualTo(404);
    }

    private static void awaitDocuments(String path, int count) {
        await().until(() -> wire.get(path).json().path("documents").intValue() == count);
    }
}

package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.Change;
import io.freshet.DocumentLimits;
import io.freshet.Metadata;
import io.freshet.server.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `limits.sizes`, on every way in: the last byte is taken and one more is not.
final class BodySizesTest {
    private static final String KB = "/v1/collections/knowledge_base";
    @TempDir private static Path directory;

    private static Path folder;
    private static Served served;

    @BeforeAll
    static void start() throws Exception {
        folder = Files.createDirectories(directory.resolve("folder"));
        var configs =
                MemorySettings.configs(
                        """
                        limits: {sizes: {body: 1000B, document: 100B, metadata: 20B}}
                        collections:
                          followed: {sources: [{type: folder, path: '%s', still: 0s}]}
                        """
                                .formatted(folder));
        var settings =
                new HttpSettings(
                        "localhost",
                        0,
                        List.of(),
                        List.of(),
                        true,
                        new BodySizes(1000, new DocumentLimits(100, 20)));
        var adapters = new CountedAssembly(configs, directory.resolve("data"));
        served = Served.start(settings, adapters, configs);
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    /// One that answers 413, or for a line says `too_large`, where a thing is too large.
    enum Way {
        EVENT {
            @Override
            String sends(String text, String metadata) {
                return wire().post(KB + "/events", event(text, metadata)).code();
            }
        },
        BASE64 {
            @Override
            String sends(String text, String metadata) {
                String encoded =
                        Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
                String event =
                        event("", metadata)
                                .replace("\"text\":\"\"", "\"content_base64\":\"" + encoded + "\"");
                return wire().post(KB + "/events", event).code();
            }
        },
        LINE {
            @Override
            String sends(String text, String metadata) {
                return wire().send(
                                "POST",
                                KB + "/events",
                                "application/x-ndjson",
                                event(text, metadata))
                        .json()
                        .at("/errors/0/code")
                        .asString("");
            }
        },
        PUT_JSON {
            @Override
            String sends(String text, String metadata) {
                String body = Json.object().put("text", text).toString();
                String whole =
                        body.substring(0, body.length() - 1) + ",\"metadata\":" + metadata + "}";
                return wire().send("PUT", KB + "/documents/a", "application/json", whole).code();
            }
        };

        abstract String sends(String text, String metadata);
    }

    private static Wire wire() {
        return served.wire;
    }

    private static String event(String text, String metadata) {
        String event =
                Json.object()
                        .put("type", "update")
                        .put("document_id", "a")
                        .put("text", text)
                        .toString();
        return event.substring(0, event.length() - 1) + ",\"metadata\":" + metadata + "}";
    }

    /// So many bytes of JSON, as it is stored: blanks between its parts do not count.
    private static String metadata(int bytes) {
        return "{ \"k\" : \"" + "x".repeat(bytes - 8) + "\" }";
    }

    @ParameterizedTest
    @EnumSource
    void theTextOfADocumentIsBoundedInBytes(Way way) {
        assertThat(way.sends("x".repeat(100), "{}")).isEmpty();
        assertThat(way.sends("é".repeat(50), "{}")).isEmpty();
        assertThat(way.sends("x".repeat(101), "{}")).isEqualTo("too_large");
        assertThat(way.sends("é".repeat(50) + "x", "{}")).isEqualTo("too_large");
    }

    @ParameterizedTest
    @EnumSource
    void theMetadataOfADocumentAreBoundedInBytes(Way way) {
        assertThat(way.sends("x", metadata(20))).isEmpty();
        assertThat(way.sends("x", metadata(21))).isEqualTo("too_large");
    }

    @Test
    void aRawBodyIsBoundedAsADocument() {
        assertThat(wire().put(KB + "/documents/raw", "x".repeat(100)).status()).isEqualTo(202);
        assertThat(wire().put(KB + "/documents/raw", "x".repeat(101)).status()).isEqualTo(413);
    }

    @Test
    void aPatchIsBoundedAsMetadata() {
        served.put("knowledge_base", "patched", "text");
        assertThat(patch(metadata(20)).status()).isEqualTo(202);
        assertThat(patch(metadata(21)).status()).isEqualTo(413);
    }

    private static Wire.Answer patch(String json) {
        return wire().send(
                        "PATCH", KB + "/documents/patched", "application/merge-patch+json", json);
    }

    @Test
    void aBodyIsBoundedWhateverIsInIt() {
        String event = event("x", "{}");
        String filled = event + " ".repeat(1000 - event.length());
        assertThat(wire().post(KB + "/events", filled).status()).isEqualTo(202);
        Wire.Answer answer = wire().post(KB + "/events", filled + " ");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().path("detail").asString())
                .contains("1000 bytes")
                .contains("several requests");
        assertThat(wire().post(KB + "/search", "{\"query\":\"x\"}" + " ".repeat(988)).status())
                .isEqualTo(413);
    }

    /// Its client sends all of it before it looks for an answer.
    @ParameterizedTest
    @ValueSource(
            strings = {"Content-Length: %d\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n%x\r\n"})
    void aBodyOverTheLimitIsReadOverSoThatTheAnswerArrives(String length) {
        int bytes = 20_000_000;
        String end = length.startsWith("Transfer") ? "\r\n0\r\n\r\n" : "";
        Wire.Answer answer =
                wire().rawBytes(
                                "POST "
                                        + KB
                                        + "/events HTTP/1.1\r\nHost: localhost\r\n"
                                        + length.formatted(bytes)
                                        + "x".repeat(bytes)
                                        + end);
        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void aLineIsBoundedAsABodyAndTheNextOneIsTaken() {
        String event = event("x", "{}");
        String filled = event + " ".repeat(1000 - event.length());
        var answer =
                wire().send(
                                "POST",
                                KB + "/events",
                                "application/x-ndjson",
                                filled + "\n" + filled + " \n" + event)
                        .json();
        assertThat(answer.path("accepted").asInt()).isEqualTo(2);
        assertThat(answer.at("/errors/0/line").asInt()).isEqualTo(2);
        assertThat(answer.at("/errors/0/code").asString()).isEqualTo("too_large");
        assertThat(wire().get("/metrics").body())
                .containsPattern("freshet_refused_total\\{reason=\"too_large\"\\} [1-9]");
    }

    @Test
    void aFileThatIsTooLargeIsSkippedAndSaid() throws Exception {
        write("just.md", "x".repeat(100));
        write("over.md", "x".repeat(101));
        String followed = "/v1/collections/followed";
        await().until(() -> wire().get(followed + "/skipped").body().contains("over.md"));
        assertThat(wire().get(followed + "/skipped").body()).contains("limits.sizes.document");
        await().until(() -> wire().get(followed + "/documents/just.md").status() == 200);
        assertThat(wire().get(followed + "/documents/over.md").status()).isEqualTo(404);
    }

    /// Whole from the start: what is there of a file that is being written is no larger than it may
    /// be.
    private static void write(String name, String text) throws IOException {
        Path half = Files.writeString(directory.resolve("half"), text);
        Files.move(half, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /// What the engine counts, without writing it, is what a JSON writer writes.
    @Test
    void metadataIsMeasuredAsItIsWritten() {
        for (String text :
                List.of(
                        "{}",
                        "{\"a\":{},\"b\":[],\"c\":[[1],[2,\"\"]]}",
                        "{\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\\u007f\":\"é 漢 🦀 \\ud800\"}",
                        "{\"n\":[0,-1,1.50,1e30,123456789012345678901,false,true]}")) {
            var change =
                    new Change.MetadataChange.Replace(
                            Metadata.of(Json.plainObject(Json.read(text))));
            int bytes = Json.bytes(Json.tree(change.metadata())).length;

            assertThat(new DocumentLimits(1, bytes).tooLarge(change)).as(text).isEmpty();
            assertThat(new DocumentLimits(1, bytes - 1).tooLarge(change)).as(text).isPresent();
        }
    }
}

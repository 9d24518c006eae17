package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// An id is what the client wrote, byte for byte, wherever it stands.
final class DocumentPathTest {
    private static final String BASE = "/v1/collections/ids";
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

    /// A raw path behind `/documents/`, and the id that it means.
    static Stream<Arguments> paths() {
        return Stream.of(
                Arguments.of("plain", "plain"),
                Arguments.of("guide/intro.md", "guide/intro.md"),
                Arguments.of("guide%2Fintro2.md", "guide/intro2.md"),
                Arguments.of("guide%252Fintro.md", "guide%2Fintro.md"),
                Arguments.of("../x", "../x"),
                Arguments.of(".", "."),
                Arguments.of("..", ".."),
                Arguments.of("a/./b/../c", "a/./b/../c"),
                Arguments.of("a;x=1", "a;x=1"),
                Arguments.of("a;x=1/b;y=2", "a;x=1/b;y=2"),
                Arguments.of("//double//", "//double//"),
                Arguments.of("/", "/"),
                Arguments.of("a%23b", "a#b"),
                Arguments.of("a%3Fb=c", "a?b=c"),
                Arguments.of("a+b", "a+b"),
                Arguments.of("a%20b", "a b"),
                Arguments.of("%F0%9F%90%9F", "\uD83D\uDC1F"),
                Arguments.of("%C3%A9", "\u00E9"),
                Arguments.of("list", "list"),
                Arguments.of("events", "events"),
                Arguments.of("x".repeat(1024), "x".repeat(1024)));
    }

    @ParameterizedTest
    @MethodSource("paths")
    @Tag("A15")
    void aDocumentIsPutReadListedAndDeletedUnderItsId(String rawPath, String id) {
        String path = BASE + "/documents/" + rawPath;

        Wire.Answer put =
                wire.rawBytes(
                        "PUT "
                                + path
                                + "?wait=true&timeout=60s HTTP/1.1\r\nHost: localhost\r\n"
                                + "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
        assertThat(put.status()).as(put.body()).isEqualTo(200);

        Wire.Answer read = wire.raw("GET " + path, "Host: localhost");
        assertThat(read.status()).as(read.body()).isEqualTo(200);
        assertThat(read.json().get("document_id").stringValue()).isEqualTo(id);
        assertThat(read.json().get("text").stringValue()).isEqualTo("hello");

        Wire.Answer byQuery = wire.get(BASE + "/document?document_id=" + Wire.encoded(id));
        assertThat(byQuery.json().get("document_id").stringValue()).isEqualTo(id);

        Wire.Answer list = wire.get(BASE + "/documents?prefix=" + Wire.encoded(id));
        assertThat(list.json().get("documents").valueStream())
                .extracting(d -> d.get("document_id").stringValue())
                .contains(id);

        assertThat(
                        wire.raw("DELETE " + path + "?wait=true&timeout=60s", "Host: localhost")
                                .status())
                .isEqualTo(200);
        assertThat(wire.raw("GET " + path, "Host: localhost").code()).isEqualTo("unknown_document");
    }

    @ParameterizedTest
    @CsvSource({
        "/documents/, invalid_document_id",
        "/documents/%00, invalid_document_id",
        "/documents/%0A, invalid_document_id",
        "/documents/%FF, invalid_path",
        "/documents/%zz, invalid_path",
        "/documents/a%2, invalid_path",
        "/document?document_id=, invalid_document_id",
        "/document, invalid_parameter",
        "/document?document_id=a&document_id=b, invalid_parameter",
        "/documents/a?unknown=1, invalid_parameter"
    })
    void whatIsNoIdIsRefused(String path, String code) {
        Wire.Answer answer = wire.raw("GET " + BASE + path, "Host: localhost");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
    }

    @Test
    void anIdHasAtMost1024Bytes() {
        assertThat(wire.get(BASE + "/documents/" + "x".repeat(1025)).code())
                .isEqualTo("invalid_document_id");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/collections/ids/documents/a, 'DELETE, GET, PATCH, PUT'",
        "GET, /v1/collections/ids/events, POST",
        "PATCH, /v1/collections/ids, 'DELETE, GET, PUT'",
        "POST, /v1/collections, GET",
        "POST, /health/live, GET",
        "POST, /v1/collections/ids/changes, GET",
        "GET, /v1/collections/ids/purge, POST",
        "OPTIONS, /v1/collections/ids/search, 'GET, POST'"
    })
    void anotherMethodIsRefusedWithThoseAllowed(String method, String path, String allowed) {
        Wire.Answer answer = wire.send(method, path, "application/json", "{}");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.code()).isEqualTo("method_not_allowed");
        assertThat(answer.headers().get("allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1, not_found, 404",
        "/v1/collections/, invalid_collection, 400",
        "/v1/collections/ids/, not_found, 404",
        "/v1/collections/ids/nothing, not_found, 404",
        "/v1//collections, not_found, 404",
        "/v1/collections/Upper, invalid_collection, 400",
        "/v1/collections/default, invalid_collection, 400",
        "/v1/collections/nowhere, unknown_collection, 404",
        "/v1/collections/nowhere/search?q=x, unknown_collection, 404",
        "/v1/collections/nowhere/documents, unknown_collection, 404",
        "/v1/collections/nowhere/versions, unknown_collection, 404",
        "/v1/collections/ids/stores, not_found, 404"
    })
    void whatIsNotThereIsSaid(String path, String code, int status) {
        Wire.Answer answer = wire.raw("GET " + path, "Host: localhost");

        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
    }
}

package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.DocumentLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Events one a line: what is taken, what is rejected, and what is left where it breaks off.
final class NdjsonTest {
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

    private static String path(String collection) {
        return "/v1/collections/" + collection + "/events";
    }

    private static JsonNode load(String collection, String lines) {
        return load(collection, lines.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode load(String collection, byte[] lines) {
        Wire.Answer answer =
                wire.send(
                        wire.request(path(collection))
                                .header("Content-Type", "application/x-ndjson")
                                .POST(
                                        BodyPublishers.ofInputStream(
                                                () -> new ByteArrayInputStream(lines))));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static String put(String id, String text) {
        return "{\"type\":\"update\",\"document_id\":\"%s\",\"text\":\"%s\"}".formatted(id, text);
    }

    /// Once all of it is settled.
    private static List<String> documents(String collection) {
        served.awaitSettled(collection);
        List<String> ids = new ArrayList<>();
        wire.get("/v1/collections/" + collection + "/documents")
                .json()
                .path("documents")
                .forEach(document -> ids.add(document.path("document_id").stringValue()));
        return ids;
    }

    @Test
    void linesAreTakenInOrder() {
        var answer =
                load(
                        "ordered",
                        put("a", "one")
                                + "\n"
                                + put("b", "two")
                                + "\n{\"type\":\"delete\",\"document_id\":\"a\"}\n"
                                + put("c", "three")
                                + "\n");

        assertThat(answer.path("accepted").intValue()).isEqualTo(4);
        assertThat(answer.path("rejected").intValue()).isZero();
        assertThat(answer.path("sequence").intValue()).isEqualTo(4);
        assertThat(answer.path("errors").isEmpty()).isTrue();
        assertThat(documents("ordered")).containsExactly("b", "c");
    }

    @Test
    void theOtherNameOfTheMediaTypeIsTakenToo() {
        Wire.Answer answer = wire.send("POST", path("named"), "application/ndjson", put("a", "x"));

        assertThat(answer.json().path("accepted").intValue()).isEqualTo(1);
    }

    @Test
    void byteOrderMarkBlankLinesCarriageReturnsAndAMissingLastLineFeedAreNothing() {
        var answer =
                load(
                        "odd",
                        "\uFEFF"
                                + put("a", "1")
                                + "\r\n\r\n  \n\t\n"
                                + put("b", "2")
                                + "\n\n"
                                + put("c", "3"));

        assertThat(answer.path("accepted").intValue()).isEqualTo(3);
        assertThat(documents("odd")).containsExactly("a", "b", "c");
    }

    @Test
    void nothingIsNothing() {
        assertThat(load("empty", "").path("accepted").intValue()).isZero();
        assertThat(load("empty", "\n\n").path("accepted").intValue()).isZero();
    }

    @Test
    void aBadLineIsRejectedWithItsNumberAndTheOthersGoOn() {
        var answer =
                load(
                        "bad",
                        String.join(
                                "\n",
                                put("a", "1"),
                                "{",
                                "",
                                "{\"type\":\"fly\",\"document_id\":\"a\"}",
                                "{\"type\":\"update\",\"document_id\":\"never\",\"metadata\":{}}",
                                put("b\\u0000", "x"),
                                "{\"events\":[]}",
                                put("c", "3") + "{}",
                                put("z", "last")));

        assertThat(answer.path("accepted").intValue()).isEqualTo(2);
        assertThat(answer.path("rejected").intValue()).isEqualTo(6);
        List<String> errors = new ArrayList<>();
        answer.path("errors")
                .forEach(
                        error ->
                                errors.add(
                                        error.path("line").intValue()
                                                + " "
                                                + error.path("code").stringValue()));
        assertThat(errors)
                .containsExactly(
                        "2 invalid_json",
                        "4 invalid_event_type",
                        "5 no_content",
                        "6 invalid_document_id",
                        "7 invalid_field",
                        "8 invalid_json");
        assertThat(answer.at("/errors/0/detail").stringValue()).isNotBlank();
        assertThat(documents("bad")).containsExactly("a", "z");
    }

    @Test
    void aNulInATextLeavesTheLinesBesideItSearchable() {
        load(
                "nul",
                put("a", "first")
                        + "\n"
                        + put("b", "one\\u0000two")
                        + "\n"
                        + put("raw", "one\0two")
                        + "\n"
                        + put("c", "last"));

        assertThat(documents("nul")).contains("a", "c").doesNotContain("raw");
    }

    @Test
    void bytesThatAreNoUtf8AreRejected() {
        byte[] lines = (put("a", "caf?") + "\n" + put("b", "x")).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < lines.length; i++) {
            lines[i] = lines[i] == '?' ? (byte) 0xE9 : lines[i];
        }

        var answer = load("latin", lines);

        assertThat(answer.path("rejected").intValue()).isEqualTo(1);
        assertThat(answer.at("/errors/0/detail").stringValue()).contains("UTF-8");
        assertThat(documents("latin")).containsExactly("b");
    }

    @Test
    void aLineOverTheLimitIsReadOver() throws Exception {
        var sizes = new BodySizes(100_000, new DocumentLimits(10_000, 1000));
        var settings = new HttpSettings("localhost", 0, List.of(), List.of(), true, sizes);
        try (Served small = Served.start(settings)) {
            String lines =
                    put("a", "x".repeat(99_000))
                            + "\n"
                            + put("b", "x".repeat(200_000))
                            + "\n"
                            + put("c", "x".repeat(9000))
                            + "\n";
            var answer =
                    small.wire.send("POST", path("long"), "application/x-ndjson", lines).json();

            assertThat(answer.path("accepted").intValue()).isEqualTo(1);
            assertThat(answer.at("/errors/0/code").stringValue()).isEqualTo("too_large");
            assertThat(answer.at("/errors/1/line").intValue()).isEqualTo(2);
            assertThat(answer.at("/errors/1/detail").stringValue()).contains("a line");
        }
    }

    @Test
    void moreThanABodyMayHoldIsTakenAsLines() throws Exception {
        var sizes = new BodySizes(20_000, new DocumentLimits(10_000, 1000));
        var settings = new HttpSettings("localhost", 0, List.of(), List.of(), true, sizes);
        try (Served small = Served.start(settings)) {
            String lines = (put("a", "x".repeat(5000)) + "\n").repeat(100);
            var answer =
                    small.wire.send("POST", path("many"), "application/x-ndjson", lines).json();

            assertThat(answer.path("accepted").intValue()).isEqualTo(100);
        }
    }

    @Test
    void onlyTheFirstThousandErrorsAreTold() {
        var answer = load("errors", "nonsense\n".repeat(1500));

        assertThat(answer.path("rejected").intValue()).isEqualTo(1500);
        assertThat(answer.path("errors").size()).isEqualTo(1000);
        assertThat(answer.at("/errors/999/line").intValue()).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"wait=visible", "timeout=5s", "dry_run=true", "atomic=true", "replace=a/"})
    void whatGoesWithOneRequestOnlyIsRefused(String parameter) {
        Wire.Answer answer =
                wire.send(
                        "POST",
                        path("knowledge_base") + "?" + parameter,
                        "application/x-ndjson",
                        put("a", "x"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_parameter");
        assertThat(answer.json().path("detail").stringValue()).contains("send JSON");
    }

    @Test
    void sendingItAgainIsHarmless() {
        String lines = "";
        for (int i = 0; i < 50; i++) {
            lines +=
                    "{\"type\":\"update\",\"document_id\":\"d%02d\",\"text\":\"text %d\",\"event_id\":\"e%d\"}\n"
                            .formatted(i, i, i);
        }
        load("again", lines);
        var before = documents("again");
        long version = version("again");

        var answer = load("again", lines);

        assertThat(answer.path("deduplicated").intValue()).isEqualTo(50);
        assertThat(answer.path("accepted").intValue()).isZero();
        assertThat(answer.path("sequence").intValue()).isEqualTo(50);
        load("again", lines.replaceAll(",\"event_id\":\"e\\d+\"", ""));
        assertThat(documents("again")).isEqualTo(before).hasSize(50);
        assertThat(version("again")).isEqualTo(version);
    }

    private static long version(String collection) {
        documents(collection);
        return wire.get("/v1/collections/" + collection).json().path("committed_version").asLong();
    }

    @Test
    void whatWasReadIsAcceptedWhereTheConnectionBreaksOff() throws IOException {
        documents("knowledge_base");
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), wire.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(head(path("broken"), "Content-Length: 100000"));
            out.write(
                    (put("a", "1") + "\n" + put("b", "2") + "\n" + put("c", "half"))
                            .getBytes(StandardCharsets.UTF_8));
            out.flush();
            awaitAccepted("broken", 2);
        }
        assertThat(documents("broken")).contains("a", "b");
    }

    @Test
    void aSlowClientsLinesAreAcceptedWhileItStillSends() throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), wire.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(head(path("slow"), "Transfer-Encoding: chunked"));
            for (int i = 1; i <= 3; i++) {
                String line = put("d" + i, "x") + "\n";
                out.write(
                        (Integer.toHexString(line.length()) + "\r\n" + line + "\r\n")
                                .getBytes(StandardCharsets.UTF_8));
                out.flush();
                awaitAccepted("slow", i);
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            assertThat(Wire.answer(socket).json().path("accepted").asInt()).isEqualTo(3);
        }
    }

    static byte[] head(String path, String length) {
        return ("POST "
                        + path
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Content-Type: application/x-ndjson\r\n"
                        + length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void awaitAccepted(String collection, int count) {
        await().until(
                        () ->
                                wire.get("/v1/collections/" + collection)
                                                .json()
                                                .at("/complete/accepted")
                                                .asInt(0)
                                        >= count);
    }
}

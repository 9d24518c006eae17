package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.DocumentLimits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Odd texts are taken, and what is beyond a limit is refused by name.
final class BadInputTest {
    private static final String BASE = "/v1/collections/odd";
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

    private static JsonNode stored(String id, String text) {
        Wire.Answer put = wire.put(BASE + "/documents/" + id + "?wait=true&timeout=60s", text);
        assertThat(put.status()).as(put.body()).isEqualTo(200);
        return wire.get(BASE + "/documents/" + id).json();
    }

    @Test
    void aLineOfAMegabyteIsTaken() {
        String line = "word ".repeat(200_000);

        assertThat(stored("line", line).get("text").stringValue()).isEqualTo(line);
    }

    @Test
    void aWordOf40000CharactersIsTaken() {
        String word = "w".repeat(40_000);

        assertThat(stored("word", word).get("text").stringValue()).isEqualTo(word);
    }

    @Test
    void anEmptyDocumentHasNoChunks() {
        assertThat(stored("empty", "").get("chunks")).isEmpty();
    }

    @Test
    void nulAndLoneSurrogatesAreMended() {
        Wire.Answer put =
                wire.send(
                        "PUT",
                        BASE + "/documents/mended?wait=true&timeout=60s",
                        "application/json",
                        "{\"text\":\"a\\u0000b\\ud800c\",\"metadata\":{\"k\":\"\\udfff\"}}");
        assertThat(put.status()).as(put.body()).isEqualTo(200);

        JsonNode document = wire.get(BASE + "/documents/mended").json();

        assertThat(document.get("text").stringValue()).isEqualTo("a\uFFFDb\uFFFDc");
        assertThat(document.at("/metadata/k").stringValue()).isEqualTo("\uFFFD");
    }

    @Test
    void aLoneSurrogateInAnIdIsRefused() {
        Wire.Answer answer =
                wire.post(
                        BASE + "/events",
                        "{\"type\":\"insert\",\"document_id\":\"\\ud800\",\"text\":\"x\"}");

        assertThat(answer.code()).isEqualTo("invalid_document_id");
    }

    /// Who asks before sending it need not send it.
    @Test
    void aBodyBeyondTheLimitIs413() {
        Wire.Answer answer =
                wire.raw(
                        "PUT " + BASE + "/documents/big",
                        "Host: localhost",
                        "Content-Type: text/plain",
                        "Expect: 100-continue",
                        "Content-Length: 16777217");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("too_large");
    }

    @Test
    void aDocumentBeyondTheLimitIs413() {
        Wire.Answer answer =
                wire.put(
                        BASE + "/documents/big",
                        "x".repeat(DocumentLimits.DEFAULT.textBytes() + 1));

        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void metadataBeyondTheLimitIs413WithItsPointer() {
        Wire.Answer answer =
                wire.post(
                        BASE + "/events",
                        "{\"type\":\"insert\",\"document_id\":\"a\",\"text\":\"x\",\"metadata\":{\"k\":\""
                                + "x".repeat(DocumentLimits.DEFAULT.metadataBytes())
                                + "\"}}");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.pointer()).isEqualTo("/metadata");
    }

    @ParameterizedTest
    @CsvSource({"100000, invalid_json", "60, invalid_field"})
    void deepNestingIsRefused(int depth, String code) {
        Wire.Answer answer =
                wire.post(
                        BASE + "/events",
                        "{\"type\":\"insert\",\"document_id\":\"a\",\"text\":\"x\",\"metadata\":"
                                + "{\"a\":".repeat(depth)
                                + "1"
                                + "}".repeat(depth + 1));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        Wire.Answer answer =
                wire.rawBytes(
                        "PUT "
                                + BASE
                                + "/documents/latin HTTP/1.1\r\nHost: localhost\r\n"
                                + "Content-Type: text/plain\r\nContent-Length: 1\r\n\r\n\u00e9");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_field");
    }
}

package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Documents in every format on every way in: as a raw body, as a text, as bytes in Base64.
final class FormatsTest {
    private static final String BASE = "/v1/collections/formats";
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

    @ParameterizedTest
    @CsvSource({
        "text/markdown, text/markdown, a b",
        "text/plain, text/plain, a b",
        "text/x-rst, text/x-rst, a b",
        "text/prs.fallenstein.rst, text/x-rst, a b",
        "text/x-asciidoc, text/asciidoc, a b",
        "text/html, text/markdown, 'a b\n'",
    })
    void aRawBodyIsKeptInItsFormat(String sent, String stored, String text) {
        String body = sent.equals("text/html") ? "<nav>x</nav><p>a b" : "a b";
        String path = BASE + "/documents/raw/" + sent;
        Wire.Answer put = wire.send("PUT", path + "?wait=true&timeout=60s", sent, body);
        assertThat(put.status()).as(put.body()).isEqualTo(200);

        JsonNode document = wire.get(path).json();

        assertThat(document.get("media_type").stringValue()).isEqualTo(stored);
        assertThat(document.get("text").stringValue()).isEqualTo(text);
        JsonNode listed = wire.get(BASE + "/documents?prefix=raw/" + sent).json();
        assertThat(listed.at("/documents/0/media_type").stringValue()).isEqualTo(stored);
    }

    @Test
    void aTextOfHtmlIsTurnedIntoMarkdown() {
        Wire.Answer put =
                wire.send(
                        "PUT",
                        BASE + "/documents/page?wait=true&timeout=60s",
                        "application/json",
                        "{\"text\":\"<h1>Terms</h1><script>x()</script><p>Pay.\",\"media_type\":\"text/html\"}");
        assertThat(put.status()).as(put.body()).isEqualTo(200);
        assertThat(wire.get(BASE + "/documents/page").json().get("text").stringValue())
                .isEqualTo("# Terms\n\nPay.\n");
    }

    @Test
    void bytesAreReadInTheCharsetThatTheirTypeNames() {
        String bytes =
                Base64.getEncoder().encodeToString("привет".getBytes(Charset.forName("KOI8-R")));
        Wire.Answer put =
                wire.send(
                        "PUT",
                        BASE + "/documents/koi?wait=true&timeout=60s",
                        "application/json",
                        "{\"content_base64\":\""
                                + bytes
                                + "\",\"media_type\":\"text/plain; charset=koi8-r\"}");
        assertThat(put.status()).as(put.body()).isEqualTo(200);
        assertThat(wire.get(BASE + "/documents/koi").json().get("text").stringValue())
                .isEqualTo("привет");
    }

    @ParameterizedTest
    @CsvSource({
        "application/pdf, x, PDF is not read",
        "text/plain, %PDF-1.7, PDF is not read",
        "image/png, x, images are not read",
        "application/x-www-form-urlencoded, x, this media type is not read",
    })
    void whatIsNotReadIs415AndSaysWhatIs(String type, String body, String reason) {
        Wire.Answer answer = wire.send("PUT", BASE + "/documents/x", type, body);

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.code()).isEqualTo("unsupported_media_type");
        assertThat(answer.json().get("detail").stringValue())
                .isEqualTo(
                        reason
                                + "; a document is one of: text/markdown, text/plain, text/x-rst,"
                                + " text/asciidoc, text/html");
    }

    @Test
    void anEventOfAnUnreadTypeIsRefusedWithItsPlace() {
        Wire.Answer answer =
                wire.post(
                        BASE + "/events",
                        "{\"events\":[{\"type\":\"insert\",\"document_id\":\"a\",\"text\":\"x\","
                                + "\"media_type\":\"application/pdf\"}]}");

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.json().get("pointer").stringValue()).isEqualTo("/events/0/media_type");
    }

    @Test
    void bytesInNoCharsetAre400() {
        String bytes =
                Base64.getEncoder()
                        .encodeToString(
                                "Каждый пользователь может".getBytes(Charset.forName("IBM866")));
        Wire.Answer answer =
                wire.send(
                        "PUT",
                        BASE + "/documents/x",
                        "application/json",
                        "{\"content_base64\":\"" + bytes + "\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_field");
        assertThat(answer.json().get("detail").stringValue())
                .isEqualTo("this is no text: charset not recognised");
    }
}

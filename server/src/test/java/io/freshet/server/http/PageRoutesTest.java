package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The page at `/` as the wire sees it.
final class PageRoutesTest {
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
        "/, text/html; charset=utf-8",
        "/?utm_source=somewhere, text/html; charset=utf-8",
        "/page/page.css, text/css; charset=utf-8",
        "/page/page.js, text/javascript; charset=utf-8",
        "/page/icon.svg, image/svg+xml"
    })
    void itsFilesAreServedWithTheirType(String path, String type) {
        Wire.Answer answer = wire.get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers())
                .containsEntry("content-type", type)
                .containsEntry("cache-control", "no-cache")
                .containsEntry("x-content-type-options", "nosniff")
                .containsKey("etag");
    }

    @Test
    void nothingInlineAndNothingFromElsewhereMayRun() {
        String policy = wire.get("/").headers().get("content-security-policy");

        assertThat(policy)
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "*", "http:", "data:");
        assertThat(wire.get("/").body()).doesNotContainPattern("(?i)<script(?![^>]*\\ssrc=)");
    }

    @Test
    void aBrowserThatHasItGetsNoBody() {
        String tag = wire.get("/").headers().get("etag");

        for (String sent : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
            Wire.Answer answer = wire.send(wire.request("/").header("If-None-Match", sent).GET());
            assertThat(answer.status()).as(sent).isEqualTo(304);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers()).containsEntry("etag", tag);
        }
        assertThat(wire.send(wire.request("/").header("If-None-Match", "\"other\"").GET()).status())
                .isEqualTo(200);
    }

    @Test
    void aHeadHasTheLengthOnly() {
        Wire.Answer answer =
                wire.send(
                        wire.request("/")
                                .method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(Integer.parseInt(answer.headers().get("content-length"))).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page/",
                "/page/none.js",
                "/page/page.js/",
                "/page/../page/page.js",
                "/page/%70age.js",
                "/page/PageFiles.class",
                "/index.html",
                "/page"
            })
    void noOtherPathLeadsToAFile(String path) {
        Wire.Answer answer = wire.raw("GET " + path, "Host: localhost");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("not_found");
    }

    @Test
    void strangersGetItNoMoreThanAnythingElse() {
        assertThat(wire.raw("GET /", "Host: evil.example").code()).isEqualTo("forbidden_host");
        assertThat(
                        wire.raw(
                                        "GET /page/page.js",
                                        "Host: localhost",
                                        "Origin: http://evil.example")
                                .code())
                .isEqualTo("forbidden_origin");
    }

    @Test
    void itIsOnlyRead() {
        Wire.Answer answer = wire.post("/", "{}");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers()).containsEntry("allow", "GET");
    }
}

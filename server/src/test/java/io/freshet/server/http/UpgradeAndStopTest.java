package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.Patience;
import java.net.ConnectException;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What no filter sees (an upgrade), and how a server ends.
final class UpgradeAndStopTest {
    private static final String[] UPGRADE = {
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13"
    };

    @ParameterizedTest
    @CsvSource({
        "/, evil.example, http://evil.example, forbidden_host",
        "/v1/stream, evil.example, http://evil.example, forbidden_host",
        "/v1/stream, localhost, https://evil.example, forbidden_origin",
        "/, localhost, https://evil.example, forbidden_origin"
    })
    void anUpgradeOfAStrangerIsRefused(String path, String host, String origin, String code)
            throws InterruptedException {
        try (Served served = Served.start()) {
            Wire.Answer answer = served.wire.rawBytes(upgrade(path, host, origin));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo(code);
        }
    }

    @Test
    void anUpgradeOfAFriendIsTaken() throws InterruptedException {
        try (Served served = Served.start()) {
            String own = "http://127.0.0.1:" + served.server().port();
            String host = "localhost:" + served.server().port();

            assertThat(served.wire.rawBytes(upgrade("/v1/stream", host, own)).status())
                    .isEqualTo(101);
        }
    }

    private static String upgrade(String path, String host, String origin) {
        return "GET "
                + path
                + " HTTP/1.1\r\nHost: "
                + host
                + "\r\nOrigin: "
                + origin
                + "\r\n"
                + String.join("\r\n", UPGRADE)
                + "\r\n\r\n";
    }

    @Test
    void aStopEndsEventStreamsAndThenListensNoMore() throws InterruptedException {
        Served served = Served.start();
        CompletableFuture<String> stream =
                served.wire
                        .client()
                        .sendAsync(
                                served.wire
                                        .request("/v1/collections/knowledge_base/changes")
                                        .header("Accept", "text/event-stream")
                                        .build(),
                                BodyHandlers.ofString())
                        .thenApply(response -> response.body());
        Awaitility.await().until(() -> served.metrics().contains("freshet_subscribers 1.0"));

        served.close();

        assertThat(stream.handle((body, _) -> true)).succeedsWithin(Patience.MAX);
        assertThat(
                        org.assertj.core.api.Assertions.catchThrowable(
                                () -> served.wire.get("/health/live")))
                .hasRootCauseInstanceOf(Exception.class)
                .hasCauseInstanceOf(ConnectException.class);
    }
}

package io.freshet.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What comes over a real socket, byte for byte.
final class JdkSocketTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final HttpClient http = HttpClient.newHttpClient();
    private final RawServer server = new RawServer();

    JdkSocketTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private JdkSocket open() {
        URI uri = URI.create("ws://localhost:" + server.port() + "/v1/stream");
        return JdkSocket.open(http, uri, Optional.empty(), LONG);
    }

    @Test
    void aTextInPiecesIsOneText() {
        server.opens(
                RawServer.frame(0x01, "{\"type\":"),
                RawServer.frame(0x89, "still there"),
                RawServer.frame(0x00, "\"po"),
                RawServer.frame(0x80, "ng\"}"),
                RawServer.frame(0x81, "{}"));

        try (JdkSocket socket = open()) {
            assertThat(socket.next(LONG)).isEqualTo("{\"type\":\"pong\"}");
            assertThat(socket.next(LONG)).isEqualTo("{}");
        }
    }

    @Test
    void aPingIsAnsweredWithItsOwnWords() throws Exception {
        Thread opening = server.opens(RawServer.frame(0x89, "42"), RawServer.frame(0x81, "{}"));

        try (JdkSocket socket = open()) {
            socket.next(LONG);
            opening.join();
            assertThat(server.heard()).containsExactly(0x8a, '4', '2');
        }
    }

    @Test
    void aConnectionOnWhichNothingComesIsGivenUp() {
        server.opens();

        try (JdkSocket socket = open()) {
            var silent =
                    catchThrowableOfType(
                            FreshetConnectionException.class, () -> socket.next(SHORT));
            assertThat(silent.timedOut()).isTrue();
        }
    }

    @Test
    void aServerThatIsFullAsksToComeLater() {
        byte[] full = {0x03, (byte) 0xf5, 'f', 'u', 'l', 'l'};
        server.opens(RawServer.frame(0x88, full));

        try (JdkSocket socket = open()) {
            var closed =
                    catchThrowableOfType(FreshetConnectionException.class, () -> socket.next(LONG));
            assertThat(closed).hasMessageContaining("1013 full");
            assertThat(closed.retryAfter()).contains(Duration.ofSeconds(1));
        }
    }

    @Test
    void anUpgradeThatIsPutOffSaysUntilWhen() {
        server.answers("HTTP/1.1 503 Service Unavailable", "Retry-After: 7", "Content-Length: 0");

        var refused = catchThrowableOfType(FreshetApiException.class, this::open);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void whereNobodyListensTheRequestWasNotSent() throws IOException {
        server.close();

        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        FreshetConnectionException.class, e -> assertThat(e.sent()).isFalse());
    }

    @Test
    void closingSaysGoodByeOnce() throws Exception {
        Thread opening = server.opens();
        JdkSocket socket = open();
        socket.close();
        socket.close();
        opening.join();

        assertThat(server.heard()).startsWith(0x88, 0x03, 0xe8);
    }
}

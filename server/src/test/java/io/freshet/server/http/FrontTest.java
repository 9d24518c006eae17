package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.server.EngineHolder;
import io.freshet.server.FreshetServer;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What every request passes, while the engine still opens.
final class FrontTest {
    private static final CountDownLatch OPENING = new CountDownLatch(1);
    private static EngineHolder engine;
    private static FreshetServer server;
    private static Wire wire;

    @BeforeAll
    static void start() {
        engine = EngineHolder.open(FrontTest::neverOpened);
        server =
                FreshetServer.start(
                        engine,
                        MemorySettings.configs(),
                        new HttpSettings(
                                "localhost",
                                0,
                                List.of("docs.example"),
                                List.of("https://docs.example"),
                                true,
                                BodySizes.DEFAULT));
        wire = Wire.to(server.port());
    }

    private static io.freshet.engine.Engine neverOpened() {
        try {
            OPENING.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("the test is over");
    }

    @AfterAll
    static void stop() {
        server.close();
        OPENING.countDown();
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/collections",
                "/v1/collections/knowledge_base/search?q=x",
                "/health/ready",
                "/nowhere"
            })
    void untilTheEngineIsOpenTheServerIsStarting(String path) {
        Wire.Answer answer = wire.get(path);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("starting");
        assertThat(answer.headers())
                .containsEntry("retry-after", "1")
                .containsEntry("content-type", "application/problem+json");
    }

    @Test
    void thePageIsThereFromTheStart() {
        assertThat(wire.get("/").status()).isEqualTo(200);
        assertThat(wire.get("/page/page.js").status()).isEqualTo(200);
    }

    @Test
    void itLivesAndIsMeasuredFromTheStart() {
        assertThat(wire.get("/health/live").status()).isEqualTo(200);
        assertThat(wire.get("/metrics").body()).contains("jvm_memory_used_bytes");
        // a request is counted once it is answered, which its client may know before
        String counted =
                "freshet_http_requests_seconds_count{method=\"GET\",route=\"/health/live\"";
        await().until(() -> wire.get("/metrics").body().contains(counted));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:1",
                "localhost.",
                "127.0.0.1:8765",
                "127.1.2.3",
                "[::1]:8765",
                "docs.example"
            })
    void loopbackAndConfiguredHostsAreAnswered(String host) {
        assertThat(wire.raw("GET /health/live", "Host: " + host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "notlocalhost",
                "docs.example.evil",
                "10.0.0.1",
                "[::2]"
            })
    void otherHostsAreRefused(String host) {
        Wire.Answer answer = wire.raw("GET /health/live", "Host: " + host);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("forbidden_host");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8765, http://localhost:8765",
        "localhost:8765, http://127.0.0.1:8765",
        "127.0.0.1:8765, http://[::1]:8765",
        "docs.example, https://docs.example",
        "localhost:8765, https://docs.example"
    })
    void itsOwnAndConfiguredOriginsAreAnswered(String host, String origin) {
        assertThat(wire.raw("GET /health/live", "Host: " + host, "Origin: " + origin).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8765, http://localhost:3000",
        "localhost:8765, http://localhost",
        "localhost:8765, https://evil.example",
        "localhost:8765, http://docs.example",
        "localhost:8765, null",
        "localhost:8765, file://",
        "docs.example, http://localhost"
    })
    void otherOriginsAreRefused(String host, String origin) {
        Wire.Answer answer = wire.raw("GET /health/live", "Host: " + host, "Origin: " + origin);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("forbidden_origin");
    }

    @Test
    void whatIsNoRequestIsAProblemToo() {
        Wire.Answer answer = wire.rawBytes("GET / HTTP/1.1\r\nno header\r\n\r\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_request");
    }

    @Test
    void aRequestWithoutHostIsRefused() {
        assertThat(wire.raw("GET /health/live").status()).isIn(400, 403);
    }

    @Test
    void bothLoopbackAddressesListen() throws Exception {
        Assumptions.assumeTrue(hasLoopback6(), "this machine has no ::1");
        try (var socket = new java.net.Socket(InetAddress.ofLiteral("::1"), server.port())) {
            assertThat(socket.isConnected()).isTrue();
        }
    }

    private static boolean hasLoopback6() throws Exception {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(a -> a instanceof Inet6Address && a.isLoopbackAddress());
    }

    @Test
    void aTakenPortIsSaidClearly() {
        org.assertj.core.api.Assertions.assertThatIllegalStateException()
                .isThrownBy(
                        () ->
                                FreshetServer.start(
                                        engine,
                                        MemorySettings.configs(),
                                        HttpSettings.DEFAULT.withPort(server.port())))
                .withMessageContaining("is another server running there");
    }
}

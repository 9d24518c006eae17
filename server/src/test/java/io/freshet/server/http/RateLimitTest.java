package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.freshet.server.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `limits.rate` on every way in.
final class RateLimitTest {
    private static final String KB = "/v1/collections/knowledge_base";
    private static final int TRIES = 100;

    private static Served serve(int eventsPerSecond, int burst) throws InterruptedException {
        return Served.start(
                HttpSettings.DEFAULT.withPort(0),
                new MemoryAdapters(),
                MemorySettings.configs(
                        "limits: {rate: {events_per_second: %d, burst: %d}}"
                                .formatted(eventsPerSecond, burst)));
    }

    /// Each sends one event; what becomes of it does not matter.
    enum Way {
        EVENT {
            @Override
            Wire.Answer send(Wire wire) {
                return wire.post(KB + "/events", delete("a"));
            }
        },
        PUT {
            @Override
            Wire.Answer send(Wire wire) {
                return wire.put(KB + "/documents/a", "text");
            }
        },
        PATCH {
            @Override
            Wire.Answer send(Wire wire) {
                return wire.send(
                        "PATCH", KB + "/documents/a", "application/merge-patch+json", "{\"k\":1}");
            }
        },
        DELETE {
            @Override
            Wire.Answer send(Wire wire) {
                return wire.delete(KB + "/documents/a");
            }
        },
        REFRESH {
            @Override
            Wire.Answer send(Wire wire) {
                return wire.post(KB + "/refresh", "{}");
            }
        },
        SWEEP {
            @Override
            Wire.Answer send(Wire wire) {
                return wire.post(KB + "/delete", "{\"prefix\":\"nothing/\"}");
            }
        },
        RETRY {
            @Override
            Wire.Answer send(Wire wire) {
                return wire.post(KB + "/dead-letters/retry", "{\"all\":true}");
            }
        },
        DISCARD {
            @Override
            Wire.Answer send(Wire wire) {
                return wire.post(KB + "/dead-letters/discard", "{\"all\":true}");
            }
        },
        RELEASE {
            @Override
            Wire.Answer send(Wire wire) {
                return wire.post(KB + "/withheld/release", "{}");
            }
        };

        abstract Wire.Answer send(Wire wire);
    }

    private static String delete(String... ids) {
        var event = Json.object().put("type", "delete");
        var list = event.putArray("document_ids");
        for (String id : ids) {
            list.add(id);
        }
        return event.toString();
    }

    @ParameterizedTest
    @EnumSource
    void everyWayInIsRefusedOnceTheBurstIsUsedUp(Way way) throws InterruptedException {
        try (Served served = serve(1, 3)) {
            Wire.Answer answer = way.send(served.wire);
            assertThat(answer.code()).isNotEqualTo("rate_limited");
            for (int i = 0; i < TRIES && answer.status() != 429; i++) {
                answer = way.send(served.wire);
            }
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.code()).isEqualTo("rate_limited");
            assertThat(answer.headers()).containsEntry("retry-after", "1");
            assertThat(served.wire.get("/metrics").body())
                    .contains("freshet_refused_total{reason=\"rate_limited\"} 1.0");
        }
    }

    @Test
    void anEventThatNamesSeveralDocumentsCountsAsManyAndNothingOfARefusedOneIsAccepted()
            throws InterruptedException {
        try (Served served = serve(1, 1000)) {
            String[] many = new String[1000];
            java.util.Arrays.setAll(many, i -> "d" + i);
            assertThat(served.wire.post(KB + "/events", delete(many)).status()).isEqualTo(202);

            Wire.Answer answer = served.wire.post(KB + "/events", delete(many));

            assertThat(answer.status()).isEqualTo(429);
            assertThat(Integer.parseInt(answer.headers().get("retry-after"))).isBetween(900, 1000);
            assertThat(served.wire.get(KB).json().path("sequence").asInt()).isEqualTo(1000);
        }
    }

    @Test
    void aRequestOfMoreThanTheBurstIsRefusedWithARemedy() throws InterruptedException {
        try (Served served = serve(1000, 3)) {
            Wire.Answer answer = served.wire.post(KB + "/events", delete("a", "b", "c", "d"));
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.json().path("detail").asString()).contains("limits.rate.burst");
            assertThat(served.wire.post(KB + "/events", delete("a", "b", "c")).status())
                    .isEqualTo(202);
        }
    }

    @Test
    void linesAreReadMoreSlowlyAndAllOfThemAreTaken() throws InterruptedException {
        try (Served served = serve(500, 50)) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                lines.append(delete("d" + i)).append('\n');
            }
            long started = System.nanoTime();
            Wire.Answer answer =
                    served.wire.send(
                            "POST", KB + "/events", "application/x-ndjson", lines.toString());
            long tookMs = (System.nanoTime() - started) / 1_000_000;

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("accepted").asInt()).isEqualTo(200);
            assertThat(tookMs).isGreaterThanOrEqualTo(300);
        }
    }

    @Test
    void questionsAndDryRunsAreFree() throws InterruptedException {
        try (Served served = serve(1, 1)) {
            for (int i = 0; i < 20; i++) {
                assertThat(served.wire.get(KB + "/search?q=word").status()).isEqualTo(200);
                assertThat(served.wire.post(KB + "/events?dry_run=true", delete("a")).status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void oneClientDoesNotUseUpWhatAnotherMaySend() throws Exception {
        try (Served served = serve(1, 3)) {
            assumeThat(canBindTo("127.0.0.2")).isTrue();
            int status = status(served, "127.0.0.1");
            for (int i = 0; i < TRIES && status != 429; i++) {
                assertThat(served.wire.get(KB).status()).isEqualTo(200);
                status = status(served, "127.0.0.1");
            }
            assertThat(status).isEqualTo(429);
            assertThat(status(served, "127.0.0.2")).isEqualTo(202);
        }
    }

    private static boolean canBindTo(String address) {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// Of a delete that comes from this address.
    private static int status(Served served, String from) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
            socket.connect(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), served.port()));
            String request =
                    "DELETE "
                            + KB
                            + "/documents/a HTTP/1.1\r\nHost: localhost\r\n"
                            + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return Wire.answer(socket).status();
        }
    }
}

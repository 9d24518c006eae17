package io.freshet.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an answer becomes, and which calls are made again.
final class HttpTest {
    private static final String FINE = "{\"accepted\":1,\"sequence\":7,\"invented_later\":{}}";

    private final TurnedTiming timing = new TurnedTiming(0);
    private final AtomicInteger asked = new AtomicInteger();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final HttpServer server =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    private record Answer(int status, String body, String retryAfter) {}

    HttpTest() throws IOException {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    asked.incrementAndGet();
                    exchange.getRequestBody().readAllBytes();
                    if (answers.isEmpty()) {
                        ScriptedStream.await(closing);
                        return;
                    }
                    Answer answer = answers.removeFirst();
                    if (answer.status == 0) {
                        exchange.close();
                        return;
                    }
                    if (!answer.retryAfter.isEmpty()) {
                        exchange.getResponseHeaders().add("Retry-After", answer.retryAfter);
                    }
                    byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(answer.status, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void close() {
        closing.countDown();
        server.stop(0);
    }

    private HttpTest then(int status, String code, String retryAfter) {
        String body = "{\"code\":\"" + code + "\",\"detail\":\"no\",\"pointer\":\"/events/0\"}";
        answers.add(new Answer(status, status == 200 ? FINE : body, retryAfter));
        return this;
    }

    private FreshetClient.Builder client() {
        return FreshetClient.builder()
                .url("http://localhost:" + server.getAddress().getPort() + "/");
    }

    private FreshetCollection retrying() {
        return client().retries(2).timing(timing).build().collection("notes");
    }

    @Test
    void aProblemIsAnExceptionThatSaysAllOfIt() {
        then(429, "rate_limited", "3");
        var notes = client().build().collection("notes");

        var e = catchThrowableOfType(FreshetApiException.class, () -> notes.put("a", "text"));

        assertThat(e.status()).isEqualTo(429);
        assertThat(e.code()).isEqualTo("rate_limited");
        assertThat(e.detail()).isEqualTo("no");
        assertThat(e.pointer()).contains("/events/0");
        assertThat(e.retryAfter()).contains(Duration.ofSeconds(3));
        assertThat(e).hasMessage("429 rate_limited: no");
    }

    @Test
    void aPageOfAProxyIsAnExceptionToo() {
        answers.add(new Answer(502, "<html>Bad gateway</html>", ""));
        answers.add(new Answer(200, "<html>Welcome</html>", ""));
        var notes = client().build().collection("notes");

        var bad = catchThrowableOfType(FreshetApiException.class, notes::status);
        assertThat(bad.status()).isEqualTo(502);
        assertThat(bad.code()).isEmpty();
        var welcome = catchThrowableOfType(FreshetApiException.class, notes::status);
        assertThat(welcome).hasMessageContaining("is none of Freshet's");
    }

    @Test
    void anExportWithoutItsLastLineWasCutOffAndLeavesNoFile(@TempDir Path folder) {
        answers.add(new Answer(200, "{\"type\":\"header\"}\n{\"type\":\"doc", ""));
        answers.add(new Answer(200, "{\"type\":\"header\"}\n", ""));
        var notes = client().build().collection("notes");

        for (String file : List.of("within-a-line", "after-a-line")) {
            assertThatThrownBy(() -> notes.exportTo(folder.resolve(file)))
                    .isInstanceOf(FreshetConnectionException.class)
                    .hasMessageContaining("cut off");
        }

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatANewerServerSaysIsPassedOverAndWhatAnOlderOneLeavesOutIsEmpty() {
        then(200, "", "");

        var accepted = client().build().collection("notes").put("a", "text");

        assertThat(accepted.accepted()).isEqualTo(1);
        assertThat(accepted.failed()).isEmpty();
        assertThat(accepted.visible()).isNull();
    }

    @Test
    void nothingIsTriedAgainUnlessThatIsAskedFor() {
        then(503, "starting", "1");

        assertThatThrownBy(() -> client().build().collection("notes").status())
                .hasMessageContaining("starting");
        assertThat(asked).hasValue(1);
    }

    @Test
    void whatWasPutOffIsTriedAgainAfterTheTimeThatTheServerAsksFor() {
        then(429, "backlog_full", "30").then(503, "starting", "2").then(200, "", "");

        assertThat(retrying().put("a", "text").sequence()).isEqualTo(7);
        assertThat(timing.pauses()).containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(2));
    }

    @Test
    void aWriteThatMayHaveBeenTakenIsNotMadeAgain() {
        answers.add(new Answer(0, "", ""));

        var cut =
                catchThrowableOfType(
                        FreshetConnectionException.class, () -> retrying().put("a", "text"));

        assertThat(cut.sent()).isTrue();
        assertThat(asked).hasValue(1);
    }

    @Test
    void eventsThatTheServerKnowsAgainAndQuestionsAreMadeAgain() {
        answers.add(new Answer(0, "", ""));
        then(200, "", "");
        assertThat(retrying().events(Event.update("a", "text").eventId("e1")).sequence())
                .isEqualTo(7);
        assertThat(asked).hasValue(2);

        answers.add(new Answer(0, "", ""));
        then(503, "unavailable", "").then(200, "", "");
        assertThat(retrying().search("words").hits()).isEmpty();
        assertThat(asked).hasValue(5);
    }

    @Test
    void aReplacementIsNotMadeAgain() {
        var replacing =
                EventsRequest.of(Event.update("a", "text").eventId("e1")).replace("manual/");

        assertThat(replacing.isSafe()).isFalse();
        assertThat(EventsRequest.of(Event.update("a", "text")).isSafe()).isFalse();
    }

    @Test
    void anAnswerThatDoesNotComeIsGivenUp() {
        var slow = client().timeout(Duration.ofMillis(300)).build().collection("notes");

        var late = catchThrowableOfType(FreshetConnectionException.class, slow::status);

        assertThat(late.timedOut()).isTrue();
        assertThat(late.sent()).isTrue();
    }

    @Test
    void whereNobodyListensTheRequestWasNotSent() {
        server.stop(0);

        var gone =
                catchThrowableOfType(
                        FreshetConnectionException.class, () -> retrying().put("a", "text"));

        assertThat(gone.sent()).isFalse();
        assertThat(timing.pauses()).hasSize(2);
    }

    @Test
    void retryAfterIsSecondsOrADate() {
        Instant now = Instant.parse("2026-11-24T10:00:00Z");

        assertThat(RetryAfter.read("120", now)).isEqualTo(Duration.ofMinutes(2));
        assertThat(RetryAfter.read("Tue, 24 Nov 2026 10:00:30 GMT", now))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(RetryAfter.read("Tue, 24 Nov 2026 09:00:00 GMT", now)).isEqualTo(Duration.ZERO);
        assertThat(RetryAfter.read("soon", now)).isNull();
        assertThat(RetryAfter.read("", now)).isNull();
    }
}

package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.freshet.Admission;
import io.freshet.CollectionName;
import io.freshet.FreshetException.Corrupt;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Problem;
import io.freshet.Submission;
import io.freshet.adapter.decoding.DocumentDecoder;
import io.freshet.adapter.text.TextExtractor;
import io.freshet.spi.Journal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What a client is told when the server cannot do what it was asked, and what the log says.
final class FailuresTest {
    private static final String COLLECTION = "/v1/collections/knowledge_base";
    private static final String EVENT =
            "{\"type\":\"update\",\"document_id\":\"a\",\"text\":\"A text.\"}";

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        logger().detachAppender(log);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("io.freshet.server.http");
    }

    @Test
    void aFullBacklogIsForTheClientToComeBackLater() throws InterruptedException {
        Problem full = Problem.of("backlog_full", "the backlog is full: waiting=1000000");
        Admission later = new Admission.Deferred(full, Duration.ofSeconds(7));
        try (Served served =
                appending(submissions -> submissions.stream().map(_ -> later).toList())) {
            for (Wire.Answer answer : writes(served.wire)) {
                assertThat(answer.status()).as(answer.body()).isEqualTo(429);
                assertThat(answer.code()).isEqualTo("backlog_full");
                assertThat(answer.headers()).containsEntry("retry-after", "7");
            }
        }
    }

    @Test
    void aFullDiskIsToldFromAnyOtherFailureOfTheDisk() throws InterruptedException {
        try (Served served = appending(failing("disk full; file=journal.db"))) {
            for (Wire.Answer answer : writes(served.wire)) {
                assertThat(answer.status()).as(answer.body()).isEqualTo(507);
                assertThat(answer.code()).isEqualTo("disk_full");
                assertThat(answer.headers()).containsKey("retry-after");
            }
            assertThat(served.wire.get(COLLECTION + "/search?q=x").status()).isEqualTo(200);
        }
        try (Served served = appending(failing("disk failed; file=journal.db"))) {
            for (Wire.Answer answer : writes(served.wire)) {
                assertThat(answer.status()).as(answer.body()).isEqualTo(503);
                assertThat(answer.code()).isEqualTo("unavailable");
            }
        }
    }

    private static Function<List<Submission>, List<Admission>> failing(String message) {
        return _ -> {
            throw new Unavailable(message, new IllegalStateException("SQLITE"));
        };
    }

    @Test
    void whatIsNotSearchableInTimeIsAnswered504() throws Exception {
        var adapters = new MemoryAdapters();
        try (Served served = Served.start(HttpSettings.DEFAULT.withPort(0), adapters)) {
            var gate = adapters.embedder().hold();
            long sequence =
                    served.wire
                            .put(COLLECTION + "/documents/a", "A text.")
                            .json()
                            .path("sequence")
                            .asLong();
            String question =
                    "{\"query\":\"text\",\"mode\":\"keyword\",\"timeout\":\"50ms\",\"min_sequence\":%d}"
                            .formatted(sequence);

            Wire.Answer answer = served.wire.post(COLLECTION + "/search", question);

            assertThat(answer.status()).as(answer.body()).isEqualTo(504);
            assertThat(answer.code()).isEqualTo("not_yet_visible");
            gate.open();
            assertThat(
                            served.wire
                                    .post(COLLECTION + "/search", question.replace("50ms", "60s"))
                                    .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aCorruptCollectionSaysSoOnEveryWayInAndTheOthersGoOn() throws InterruptedException {
        var adapters = new MemoryAdapters();
        adapters.failLedger(
                new CollectionName("broken"),
                () -> new Corrupt("the ledger is older than its journal"));
        try (Served served = Served.start(HttpSettings.DEFAULT.withPort(0), adapters)) {
            Wire wire = served.wire;
            String broken = "/v1/collections/broken";
            for (Wire.Answer answer :
                    List.of(
                            wire.put(broken + "/documents/a", "A text."),
                            wire.post(broken + "/events", EVENT),
                            wire.get(broken + "/documents/a"),
                            wire.get(broken + "/documents"),
                            wire.get(broken + "/versions"),
                            wire.get(broken + "/search?q=x"))) {
                assertThat(answer.status()).as(answer.body()).isEqualTo(503);
                assertThat(answer.code()).isEqualTo("corrupt");
                assertThat(answer.json().path("detail").asString()).contains("older than its");
            }
            assertThat(wire.get(broken).json().path("state").asString()).isEqualTo("corrupt");
            assertThat(wire.put(COLLECTION + "/documents/a", "A text.").status()).isEqualTo(202);
        }
    }

    @Test
    void aBugIsAPlainProblemWithoutInternals() throws InterruptedException {
        Function<List<Submission>, List<Admission>> bug =
                _ -> {
                    throw new IllegalStateException("secret of /etc/passwd");
                };
        try (Served served = appending(bug)) {
            for (Wire.Answer answer : writes(served.wire)) {
                assertThat(answer.status()).isEqualTo(500);
                assertThat(answer.headers().get("content-type"))
                        .isEqualTo("application/problem+json");
                assertThat(answer.code()).isEqualTo("internal");
                assertThat(answer.body())
                        .doesNotContain("secret", "Exception", "io.freshet", ".java");
                String detail = answer.json().path("detail").asString();
                String id = detail.substring(detail.lastIndexOf(' ') + 1);
                assertThat(messages(Level.ERROR)).anyMatch(line -> line.contains(id));
            }
            assertThat(served.wire.get(COLLECTION + "/search?q=x").status()).isEqualTo(200);
        }
    }

    @Test
    void whatFailsAgainAndAgainIsWarnedOfOnce() throws InterruptedException {
        try (Served served = appending(failing("disk full; file=journal.db"))) {
            for (int i = 0; i < 20; i++) {
                assertThat(served.wire.put(COLLECTION + "/documents/a", "A text.").status())
                        .isEqualTo(507);
            }
        }
        assertThat(messages(Level.WARN))
                .singleElement()
                .asString()
                .contains("method=PUT", "route=/v1/collections/{c}/documents/{id}", "status=507");
    }

    private List<String> messages(Level level) {
        List<ILoggingEvent> logged;
        synchronized (log) { // as whoever logs does
            logged = List.copyOf(log.list);
        }
        return logged.stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /// Every way to write that asks the journal at once.
    private static List<Wire.Answer> writes(Wire wire) {
        return List.of(
                wire.put(COLLECTION + "/documents/a", "A text."),
                wire.delete(COLLECTION + "/documents/a"),
                wire.post(COLLECTION + "/events", EVENT));
    }

    /// A server whose journals append so.
    private static Served appending(Function<List<Submission>, List<Admission>> append)
            throws InterruptedException {
        return Served.start(
                HttpSettings.DEFAULT.withPort(0),
                new io.freshet.sim.MemoryAdapters(new TextExtractor(), new DocumentDecoder()) {
                    @Override
                    public Journal journal(CollectionName collection) {
                        return appending(super.journal(collection), append);
                    }
                });
    }

    @SuppressWarnings("unchecked")
    private static Journal appending(
            Journal real, Function<List<Submission>, List<Admission>> append) {
        return (Journal)
                Proxy.newProxyInstance(
                        Journal.class.getClassLoader(),
                        new Class<?>[] {Journal.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("append")) {
                                return append.apply((List<Submission>) arguments[0]);
                            }
                            try {
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}

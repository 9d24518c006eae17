package io.freshet.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// `kill -9` in the middle of a load.
final class KilledIT {
    private static final long SEED = 20_261_125;
    private static final int ROUNDS = 5;
    private static final int WRITERS = 4;
    private static final int DOCUMENTS = 300;

    /// Each round writes documents anew, which is not to be held.
    private static final String ALL_OF_IT_IS_MEANT =
            "collection_defaults: {reembed_guard: {documents: 1000}}\n";

    @RegisterExtension final Servers servers = new Servers();

    private final Prose prose = new Prose(SEED);

    /// By document: the text that was acknowledged last, and the one whose answer never came.
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();

    private final Map<String, String> unanswered = new ConcurrentHashMap<>();

    @Test
    @Tag("I1")
    @Tag("I3")
    @Tag("I9")
    void whatWasAcknowledgedSurvivesBeingKilledInTheMiddleOfALoad() throws InterruptedException {
        ServerProcess server = servers.start(Home.with(Home.FAST_MODEL, ALL_OF_IT_IS_MEANT));
        Home home = server.home();
        Subscriber subscriber = Subscriber.from(server.port(), "knowledge_base");
        for (int round = 1; round <= ROUNDS; round++) {
            int accepted = 30 + prose.chance().nextInt(120);
            killAfter(server, round, accepted);
            subscriber.cut();
            server = servers.start(home);
            server.api().awaitNothingPending();
            subscriber.connect(server.port());
            String where = "seed " + SEED + " round " + round + " killed after " + accepted;
            everythingIsThere(server.api(), where);
        }
        long version = server.api().version();
        Feed.isWhole(subscriber.awaitVersion(version), version);
        try (Subscriber late = Subscriber.from(server.port(), "knowledge_base")) {
            assertThat(late.awaitVersion(version)).isEqualTo(subscriber.awaitVersion(version));
        }
        subscriber.close();
    }

    /// Several clients put documents, each its own, until the server is killed under them.
    private void killAfter(ServerProcess server, int round, int accepted)
            throws InterruptedException {
        CountDownLatch enough = new CountDownLatch(accepted);
        AtomicInteger next = new AtomicInteger();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            texts.add(prose.paragraph(3) + " Marked " + marker(round, i) + ".\n");
        }
        List<Thread> writers = new ArrayList<>();
        Api api = server.api();
        for (int writer = 0; writer < WRITERS; writer++) {
            writers.add(Thread.ofVirtual().start(() -> write(api, texts, next, enough)));
        }
        assertThat(enough.await(5, TimeUnit.MINUTES)).as("so many are accepted").isTrue();
        server.kill();
        for (Thread writer : writers) {
            writer.join();
        }
    }

    private void write(Api api, List<String> texts, AtomicInteger next, CountDownLatch enough) {
        for (int i = next.getAndIncrement(); i < texts.size(); i = next.getAndIncrement()) {
            String id = "notes/" + i + ".md";
            unanswered.put(id, texts.get(i));
            try {
                Api.Answer answer =
                        api.send(
                                "PUT",
                                Api.document(id),
                                "text/markdown",
                                texts.get(i).getBytes(StandardCharsets.UTF_8));
                if (answer.status() != 202) {
                    return;
                }
            } catch (UncheckedIOException _) {
                return;
            }
            acknowledged.put(id, texts.get(i));
            unanswered.remove(id);
            enough.countDown();
        }
    }

    private static String marker(int round, int document) {
        return "mark" + round + "x" + document;
    }

    private void everythingIsThere(Api api, String where) {
        Map<String, String> held = new TreeMap<>();
        for (String id : api.documents()) {
            held.put(id, api.read(id).ok().path("text").asString());
        }
        Map<String, String> wrong = new HashMap<>(held);
        wrong.entrySet()
                .removeIf(
                        document ->
                                document.getValue().equals(acknowledged.get(document.getKey()))
                                        || document.getValue()
                                                .equals(unanswered.get(document.getKey())));
        assertThat(wrong).as(where).isEmpty();
        assertThat(held.keySet()).as(where).containsAll(acknowledged.keySet());
        Rebuilt.matches(api, held);
        held.forEach((id, text) -> foundOnce(api, id, text));
        JsonNode complete = api.status().path("complete");
        assertThat(complete.path("accepted").asLong())
                .as(where + " " + complete)
                .isGreaterThanOrEqualTo(acknowledged.size())
                .isEqualTo(
                        complete.path("applied").asLong()
                                + complete.path("superseded").asLong()
                                + complete.path("ignored").asLong()
                                + complete.path("waiting").asLong());
        assertThat(complete.path("waiting").asLong()).as(where).isZero();
    }

    private static void foundOnce(Api api, String id, String text) {
        String marker = text.substring(text.indexOf("Marked ") + 7, text.length() - 2);
        assertThat(api.find(marker)).as(marker).containsExactly(id);
    }
}

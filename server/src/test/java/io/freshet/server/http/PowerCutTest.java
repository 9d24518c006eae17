package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The power goes under load, again and again, and takes with it what was not synced, or a drawn
/// part of it.
final class PowerCutTest {
    private static final String COLLECTION = "/v1/collections/knowledge_base";
    private static final long SEED = 20_261_128;
    private static final int CUTS = 20;
    private static final int WRITERS = 4;
    private static final int DOCUMENTS_EACH = 6;

    @TempDir private Path folder;

    private final SplittableRandom chance = new SplittableRandom(SEED);

    /// The naive model. By document: the text that was acknowledged last, and those whose answer
    /// never came since then.
    private final Map<String, String> acknowledged = new ConcurrentSkipListMap<>();

    private final Map<String, List<String>> unanswered = new ConcurrentHashMap<>();

    @Test
    @Tag("I1")
    @Tag("I3")
    @Tag("I4")
    void whatWasAcknowledgedSurvivesPowerCutsAndNoVersionIsHalf() throws InterruptedException {
        FaultyDisk disk = FaultyDisk.in(folder);
        PowerCut power = new PowerCut(chance.split());
        DiskProcess server = DiskProcess.start(disk);
        for (int cut = 1; cut <= CUTS; cut++) {
            underLoad(server, cut, 1 + chance.nextInt(60));
            power.happen(disk);
            server = DiskProcess.start(disk);
            everythingIsThere(server, "seed " + SEED + " cut " + cut);
        }
        assertThat(power.lost()).as("writes lost").isPositive();
        assertThat(power.torn()).as("writes torn").isPositive();
        assertThat(acknowledged).hasSize(WRITERS * DOCUMENTS_EACH);
        server.close();
    }

    /// Several clients put documents, each its own, until the power goes under them.
    private void underLoad(DiskProcess server, int cut, int answers) throws InterruptedException {
        CountDownLatch enough = new CountDownLatch(answers);
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            int own = writer;
            SplittableRandom drawn = chance.split();
            writers.add(
                    Thread.ofVirtual().start(() -> write(server, own + "-" + cut, drawn, enough)));
        }
        assertThat(enough.await(5, TimeUnit.MINUTES)).as("so many are answered").isTrue();
        server.kill();
        for (Thread writer : writers) {
            writer.join();
        }
    }

    private void write(
            DiskProcess server, String name, SplittableRandom drawn, CountDownLatch enough) {
        for (int i = 0; ; i++) {
            String id = name.charAt(0) + "-" + drawn.nextInt(DOCUMENTS_EACH);
            String text = text(name + "-" + i, drawn);
            unanswered.computeIfAbsent(id, _ -> new ArrayList<>()).add(text);
            try {
                String wait = drawn.nextInt(8) == 0 ? "?wait=true&timeout=60s" : "";
                Wire.Answer answer = server.put(document(id) + wait, text);
                assertThat(answer.status()).as(answer.body()).isIn(200, 202);
            } catch (UncheckedIOException _) {
                return;
            }
            acknowledged.put(id, text);
            unanswered.get(id).clear();
            enough.countDown();
        }
    }

    /// One paragraph, or several: then more than one chunk.
    private static String text(String mark, SplittableRandom drawn) {
        StringBuilder text = new StringBuilder();
        int paragraphs = drawn.nextInt(4) == 0 ? 12 : 1;
        for (int i = 0; i < paragraphs; i++) {
            text.append("Mark ").append(mark).append(" part ").append(i).append('.');
            for (int word = 0; word < 60; word++) {
                text.append(' ').append(Integer.toString(drawn.nextInt(1 << 20), 36));
            }
            text.append(".\n\n");
        }
        return text.toString().strip();
    }

    private void everythingIsThere(DiskProcess server, String where) {
        await().until(() -> Served.isSettled(status(server)));
        acknowledged.forEach(
                (id, text) -> {
                    List<String> possible = new ArrayList<>(unanswered.getOrDefault(id, List.of()));
                    possible.add(text);
                    JsonNode found = server.get(document(id)).json();
                    assertThat(found.path("text").asString(found.toString()))
                            .as(where + " document " + id)
                            .isIn(possible);
                    acknowledged.put(id, found.path("text").asString());
                    unanswered.remove(id);
                    isWhole(server, id, found, where);
                });
        JsonNode status = status(server);
        assertThat(status.path("complete").path("balanced").asBoolean()).as(where).isTrue();
        assertThat(status.path("stores").get(0).path("rows").asLong())
                .as(where + " rows of the index")
                .isEqualTo(status.path("chunks").asLong());
    }

    /// The index has all of the document's chunks and no others.
    private static void isWhole(DiskProcess server, String id, JsonNode document, String where) {
        TreeSet<String> kept = new TreeSet<>();
        document.path("chunks").forEach(chunk -> kept.add(chunk.path("chunk_id").asString()));
        TreeSet<String> found = new TreeSet<>();
        String question = "{\"query\":\"mark part\",\"k\":100,\"document_ids\":[\"" + id + "\"]}";
        server.post(COLLECTION + "/search", question)
                .json()
                .path("hits")
                .forEach(hit -> found.add(hit.path("chunk_id").asString()));
        assertThat(found).as(where + " chunks of " + id).isEqualTo(kept);
    }

    private static JsonNode status(DiskProcess server) {
        return server.get(COLLECTION).json();
    }

    private static String document(String id) {
        return COLLECTION + "/documents/" + id;
    }
}

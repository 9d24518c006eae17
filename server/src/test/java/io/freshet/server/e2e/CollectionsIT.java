package io.freshet.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.e2e.Subscriber.Announced;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// Two collections with different models in one process: side by side, removed under a load, and
/// removed by a process that is killed.
final class CollectionsIT {
    private static final int ROUNDS = 4;

    @RegisterExtension final Servers servers = new Servers();

    private final Prose prose = new Prose(20_261_125);

    private ServerProcess start() throws IOException {
        Home home = Home.with(Home.FAST_MODEL);
        Files.writeString(
                home.configuration(),
                "embedders:\n  local: {model: "
                        + Home.FAST_MODEL
                        + "}\n  better: {model: "
                        + Home.DEFAULT_MODEL
                        + "}\n");
        return servers.start(home);
    }

    private static Api.Answer set(Api api, String settings) {
        return api.send("PUT", "", "application/json", settings.getBytes(StandardCharsets.UTF_8));
    }

    private static Api.Answer remove(Api api) {
        return api.send("DELETE", "", "application/json", new byte[0]);
    }

    @Test
    @Tag("I7")
    @Tag("I9")
    void twoCollectionsLiveSideBySideAndOneIsRemovedUnderALoad() throws Exception {
        ServerProcess server = start();
        Api fine = server.api().of("fine");
        Api busy = server.api().of("busy");
        assertThat(set(fine, "{\"embedder\": \"better\"}").status()).isEqualTo(201);
        fine.put("same.md", "A lighthouse keeper counts ships.");
        busy.put("same.md", "An accountant counts invoices.");
        assertThat(fine.read("same.md").ok().path("text").asString()).contains("lighthouse");
        assertThat(busy.read("same.md").ok().path("text").asString()).contains("accountant");
        assertThat(fine.find("invoices")).isEmpty();
        assertThat(busy.find("invoices")).containsExactly("same.md");
        assertThat(fine.status().path("settings").path("embedder").asString()).isEqualTo("better");
        assertThat(vectorWidthsAgree(fine, busy)).isTrue();
        assertThat(set(fine, "{\"embedder\": \"local\"}").code()).isEqualTo("migration_needed");

        try (Subscriber subscriber = Subscriber.from(server.port(), "busy")) {
            subscriber.awaitVersion(1);
            long last = removedUnderALoad(busy);
            JsonNode expired = subscriber.awaitExpired();
            assertThat(expired.path("collection").asString()).isEqualTo("busy");
            assertThat(expired.path("oldest_version").asLong()).isEqualTo(last + 1);
            assertThat(expired.path("index_version").asLong()).isGreaterThanOrEqualTo(last);
            busy.awaitNothingPending();
            List<Announced> seen = subscriber.awaitVersion(busy.version());
            List<Long> versions = seen.stream().map(Announced::version).toList();
            assertThat(versions).isSorted();
            assertThat(histories(seen)).isEqualTo(2);
        }
        assertThat(fine.documents()).containsExactly("same.md");
        assertThat(fine.find("lighthouse")).containsExactly("same.md");
    }

    /// Both models have 384 dimensions; the vectors of one text differ all the same.
    private static boolean vectorWidthsAgree(Api fine, Api busy) {
        String question = "{\"query\": \"counts\", \"include\": [\"vector\"]}";
        JsonNode one = fine.post("/search", question).ok().path("hits").get(0).path("vector");
        JsonNode other = busy.post("/search", question).ok().path("hits").get(0).path("vector");
        return one.size() == other.size() && !one.equals(other);
    }

    private static long histories(List<Announced> seen) {
        return seen.stream()
                .map(each -> each.position().substring(0, each.position().indexOf('.')))
                .distinct()
                .count();
    }

    /// Writers go on through the removal, and so make the collection again.
    ///
    /// @return the number that it had
    private long removedUnderALoad(Api busy) throws InterruptedException {
        Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
        CountDownLatch enough = new CountDownLatch(20);
        CountDownLatch removed = new CountDownLatch(1);
        List<Thread> writers = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            texts.add(prose.paragraph(2));
        }
        Load load = new Load(texts, new AtomicInteger(), statuses, enough, removed);
        for (int writer = 0; writer < 3; writer++) {
            writers.add(Thread.ofVirtual().start(() -> load.write(busy)));
        }
        assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
        JsonNode answer = remove(busy).ok();
        removed.countDown();
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(statuses).isSubsetOf(202, 404, 503);
        busy.put("after.md", "It is there again.");
        return answer.path("index_version").asLong();
    }

    /// What several writers share.
    ///
    /// @param enough counts what was answered
    /// @param removed tells them to end soon
    private record Load(
            List<String> texts,
            AtomicInteger next,
            Queue<Integer> statuses,
            CountDownLatch enough,
            CountDownLatch removed) {
        void write(Api api) {
            int after = 0;
            for (int i = next.getAndIncrement();
                    i < texts.size() && after < 5;
                    i = next.getAndIncrement()) {
                Api.Answer answer =
                        api.send(
                                "PUT",
                                Api.document("load/" + i),
                                "text/markdown",
                                texts.get(i).getBytes(StandardCharsets.UTF_8));
                statuses.add(answer.status());
                enough.countDown();
                after += removed.getCount() == 0 ? 1 : 0;
            }
        }
    }

    @Test
    @Tag("I1")
    @Tag("I5")
    @Tag("I9")
    void aRemovalThatIsKilledDidNotHappenOrIsEnded() throws Exception {
        ServerProcess server = start();
        int gone = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Api api = server.api().of("killed");
            for (int i = 0; i < 5; i++) {
                api.put("note" + i, "Note number " + i + " says little.");
            }
            JsonNode before = api.status();
            Thread removing = Thread.ofVirtual().start(() -> removeQuietly(api));
            awaitPoint(server.home().data(), round);
            server.kill();
            removing.join();
            server = servers.start(server.home());
            Api again = server.api().of("killed");
            assertThat(server.home().data().resolve("removed").toFile().list())
                    .allMatch(name -> name.equals("killed"));
            if (again.get("").status() == 404) {
                gone++;
                isMadeAgain(again, before);
                continue;
            }
            JsonNode after = again.status();
            assertThat(after.path("history")).isEqualTo(before.path("history"));
            assertThat(again.documents()).hasSize(5);
            assertThat(remove(again).ok().path("documents").asLong()).isEqualTo(5);
            isMadeAgain(again, before);
        }
        assertThat(gone).as("removals that went on at the next start").isBetween(1, ROUNDS);
    }

    /// How far the removal comes before the process is killed: not at all, or to a point on the
    /// disk.
    private static void awaitPoint(Path data, int round) {
        List<Path> points =
                List.of(
                        data,
                        data.resolve("collections/killed/removed"),
                        data.resolve("removed/killed"),
                        data.resolve("removed/killed.0"));
        Path home = data.resolve("collections/killed");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (Files.exists(home) && !Files.exists(points.get(round)) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static void removeQuietly(Api api) {
        try {
            remove(api);
        } catch (UncheckedIOException _) {
            // the server was killed before it answered
        }
    }

    /// Empty, of another history, at the number that it had, and its texts are known.
    private static void isMadeAgain(Api api, JsonNode before) {
        JsonNode made = set(api, "{}").ok();
        assertThat(made.path("documents").asLong()).isZero();
        assertThat(made.path("history")).isNotEqualTo(before.path("history"));
        assertThat(made.path("index_version")).isEqualTo(before.path("index_version"));
        JsonNode put = api.put("note0", "Note number 0 says little.");
        assertThat(put.path("index_version").asLong())
                .isEqualTo(before.path("index_version").asLong() + 1);
        assertThat(api.textsEmbedded()).isZero();
    }
}

package io.freshet.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.benchmarks.history.Commit;
import io.freshet.benchmarks.history.Commit.Change;
import io.freshet.benchmarks.history.History;
import io.freshet.benchmarks.running.Client;
import io.freshet.benchmarks.running.NoModel;
import io.freshet.benchmarks.running.Opened;
import io.freshet.benchmarks.running.RunningServer;
import io.freshet.server.json.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An index that went through a real book's history answers exact searches as one that was built
/// from the last commit alone: the same chunks with the same scores, to the last bit.
final class ExactReplayTest {
    private static final int COMMITS = 24;
    private static final int QUESTIONS = 24;
    private static final int HITS = 20;

    private final TreeMap<String, String> blobs = new TreeMap<>();

    @Test
    @Tag("I4")
    void aReplayedHistoryAnswersExactlyAsAnIndexBuiltAnew() throws InterruptedException {
        assumeTrue(
                History.bundle("rust-book").isPresent(),
                "skipped: " + History.DATA + " names no directory with rust-book");
        try (History history = History.of("rust-book");
                RunningServer replayed = server();
                RunningServer anew = server()) {
            Client client = new Client(replayed.port());
            List<Commit> commits = history.commits();
            int sent = 0;
            for (int step = 1; step <= COMMITS; step++) {
                int upTo = step * commits.size() / COMMITS;
                send(client, events(history, commits.subList(sent, upTo)));
                sent = upTo;
            }
            Client fresh = new Client(anew.port());
            send(fresh, all(history));
            assertThat(client.chunks()).isEqualTo(fresh.chunks());

            boolean isOtherwiseOther = false;
            for (String question : questions(history)) {
                for (String mode : List.of("vector", "keyword", "hybrid")) {
                    List<String> expected = hits(fresh.exact(question, mode, HITS));
                    assertThat(expected).as(question).isNotEmpty();
                    assertThat(hits(client.exact(question, mode, HITS)))
                            .as("%s: %s", mode, question)
                            .isEqualTo(expected);
                }
                isOtherwiseOther |=
                        !hits(client.search(question, "keyword", HITS))
                                .equals(hits(fresh.search(question, "keyword", HITS)));
            }
            assertThat(isOtherwiseOther).as("an index that counts removed chunks").isTrue();
        }
    }

    private static RunningServer server() throws InterruptedException {
        NoModel model = new NoModel();
        return RunningServer.start("", adapters -> new Opened(adapters, () -> model));
    }

    /// What each hit is and how it scored: a double's text is its own.
    private static List<String> hits(JsonNode answer) {
        List<String> hits = new ArrayList<>();
        for (JsonNode hit : answer.path("hits")) {
            hits.add(
                    hit.path("document_id")
                            + " "
                            + hit.path("chunk_id")
                            + " "
                            + hit.path("ordinal")
                            + " "
                            + hit.path("score")
                            + " "
                            + hit.path("scores"));
        }
        return hits;
    }

    private static void send(Client client, String events) throws InterruptedException {
        client.lines(BodyPublishers.ofString(events));
        client.awaitIdle();
    }

    private String events(History history, List<Commit> commits) {
        var events = new StringBuilder();
        TreeMap<String, String> changed = new TreeMap<>();
        for (Commit commit : commits) {
            for (Change change : commit.changes()) {
                changed.put(change.path(), change.after().orElse(""));
            }
        }
        changed.forEach(
                (path, blob) -> {
                    if (!blob.isEmpty()) {
                        blobs.put(path, blob);
                        events.append(update(path, history.text(blob)));
                    } else if (blobs.remove(path) != null) {
                        events.append(line(Json.object().put("event_type", "delete"), path));
                    }
                });
        return events.toString();
    }

    private String all(History history) {
        var events = new StringBuilder();
        blobs.forEach((path, blob) -> events.append(update(path, history.text(blob))));
        return events.toString();
    }

    private static String update(String path, String text) {
        return line(Json.object().put("event_type", "update").put("text", text), path);
    }

    private static String line(ObjectNode event, String path) {
        return event.put("document_id", path) + "\n";
    }

    /// Lines of the last texts.
    private List<String> questions(History history) {
        List<String> lines =
                blobs.values().stream()
                        .flatMap(blob -> history.text(blob).lines())
                        .map(String::strip)
                        .filter(line -> line.length() > 40 && line.length() < 200)
                        .toList();
        return IntStream.range(0, QUESTIONS)
                .mapToObj(i -> lines.get(i * (lines.size() - 1) / (QUESTIONS - 1)))
                .toList();
    }
}

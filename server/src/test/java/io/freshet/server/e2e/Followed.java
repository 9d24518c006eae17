package io.freshet.server.e2e;

import io.freshet.server.http.Served;
import io.freshet.server.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/// A collection that follows one folder, over HTTP.
record Followed(Api api, Tree tree) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    JsonNode source() {
        return api.status().path("sources").path(0);
    }

    /// Waits until what is indexed is exactly what lies there.
    void awaitSame() {
        awaitDocuments(tree.pages());
    }

    void awaitDocuments(List<String> ids) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> isSettled() && api.documents().equals(ids));
    }

    private boolean isSettled() {
        JsonNode status = api.status();
        return status.at("/sources/0/state").asString("").equals("live")
                && Served.isSettled(status);
    }

    /// Waits until words are found in exactly these, and that is announced: a search may be ahead
    /// of all else.
    void awaitFound(String words, String... ids) {
        awaitFound(words, List.of(ids)::equals);
    }

    /// The same of so many.
    void awaitFound(String words, int documents) {
        awaitFound(words, ids -> ids.size() == documents);
    }

    private void awaitFound(String words, Predicate<List<String>> wanted) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> api.find(words).stream().distinct().sorted().toList(), wanted);
        api.awaitNothingPending();
    }

    /// Waits until the source says that something is wrong.
    String awaitProblem() {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> source().path("problem").asString(""), problem -> !problem.isEmpty());
    }

    void awaitNoProblem() {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> source().path("problem").asString("").isEmpty());
    }

    void awaitWithheld(long deletes) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> source().path("withheld").asLong(-1) == deletes);
    }

    /// Writes a file and waits until it is searchable: whatever was noticed before it has been
    /// looked at by then.
    void awaitMark(String path) {
        String word = "mark" + path.replaceAll("\\W", "") + "x";
        tree.write(path, "# A mark\n\nThe word is " + word + ".\n");
        awaitFound(word, path);
    }

    void awaitSkipped(String path, String reason) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> skipped(path), shown -> shown.contains(reason));
    }

    /// The reason why something was left out; empty where it was not.
    String skipped(String path) {
        for (JsonNode one : Json.read(api.get("/skipped?limit=1000").text()).path("skipped")) {
            if (one.path("path").asString().equals(path)) {
                return one.path("reason").asString();
            }
        }
        return "";
    }
}

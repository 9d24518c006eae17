package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a `put` did, counted from the server's answer, from how the collection stood before and
/// after, and from the change feed in between. Confined to one thread.
final class PutSummary {
    private final List<String> sent;
    private final Set<String> documents;
    private final PutTally answer;
    private final Standing before;
    private final Standing after;
    private int inserted;
    private int updated;
    private long chunksAdded;
    private long chunksRemoved;
    private long chunksKept;

    /// @param sent ids of the lines, in order
    PutSummary(List<String> sent, PutTally answer, Standing before, Standing after) {
        this.sent = sent;
        this.documents = new HashSet<>(sent);
        this.answer = answer;
        this.before = before;
        this.after = after;
    }

    /// An entry of the change feed.
    void addChange(JsonNode change) {
        JsonNode event = change.path("event");
        if (!documents.contains(event.path("document_id").asString(""))) {
            return;
        }
        switch (event.path("event_type").asString("")) {
            case "insert" -> inserted++;
            case "update" -> updated++;
            default -> {}
        }
        chunksAdded += event.path("chunks").path("added").asLong(0);
        chunksRemoved += event.path("chunks").path("removed").asLong(0);
        chunksKept += event.path("chunks").path("kept").asLong(0);
    }

    boolean hasFailures() {
        return !failing().isEmpty()
                || givenUp() > 0
                || answer.rejected() > 0
                || (after.held() > 0 && waiting() > 0);
    }

    /// What is not searchable yet, because nobody waited for it, or it is held.
    private long waiting() {
        if (after.held() == 0 && after.hasSettled(after.accepted())) {
            return 0;
        }
        long searchable =
                Standing.since(before.settled(), after.settled()) + failing().size() + givenUp();
        return Math.max(0, answer.accepted() - searchable);
    }

    private long unchanged() {
        long found = inserted + updated + failing().size() + givenUp() + waiting();
        return Math.max(0, answer.accepted() - found);
    }

    private long givenUp() {
        return Math.max(0, after.givenUp() - before.givenUp());
    }

    private List<JsonNode> failing() {
        return after.failing().stream()
                .filter(one -> documents.contains(one.path("document_id").asString("")))
                .toList();
    }

    private long texts() {
        return Standing.since(before.texts(), after.texts());
    }

    private long spared() {
        return Standing.since(before.spared(), after.spared());
    }

    private long tokens() {
        return Standing.since(before.tokens(), after.tokens());
    }

    ObjectNode tree(Map<String, Integer> skipped, double seconds) {
        ObjectNode tree = Json.object();
        ObjectNode counts = tree.putObject("documents");
        counts.put("sent", sent.size());
        counts.put("accepted", answer.accepted());
        counts.put("rejected", answer.rejected());
        counts.put("inserted", inserted);
        counts.put("updated", updated);
        counts.put("unchanged", unchanged());
        counts.put("waiting", waiting());
        ObjectNode reasons = tree.putObject("skipped");
        skipped.forEach(reasons::put);
        ObjectNode chunks = tree.putObject("chunks");
        chunks.put("added", chunksAdded);
        chunks.put("removed", chunksRemoved);
        chunks.put("kept", chunksKept);
        ObjectNode texts = tree.putObject("texts");
        texts.put("embedded", texts());
        texts.put("spared", spared());
        tree.putObject("tokens").put("embedded", tokens());
        tree.put("index_version", after.version());
        tree.put("seconds", Math.round(seconds * 1000) / 1000.0);
        tree.put("dead_letters", givenUp());
        ArrayNode failing = tree.putArray("failing");
        failing().forEach(failing::add);
        ArrayNode errors = tree.putArray("errors");
        answer.errors().forEach(error -> errors.add(named(error)));
        return tree;
    }

    private ObjectNode named(PutTally.Rejected error) {
        return Json.object()
                .put("document_id", sent.get(error.at()))
                .put("code", error.code())
                .put("detail", error.detail());
    }

    /// How it stands where somebody stopped it, and how to go on.
    ///
    /// @param unsent documents that were not sent
    String interrupted(int unsent) {
        return "interrupted: "
                + Text.count(answer.accepted(), "document")
                + " accepted, "
                + Text.number(answer.accepted() - waiting())
                + " of them searchable so far; the server goes on with the rest. "
                + (unsent == 0
                        ? "All were sent"
                        : Text.count(unsent, "document")
                                + " not sent: run the same command again, what is unchanged costs"
                                + " nothing");
    }

    void print(Terminal terminal, double seconds) {
        terminal.out()
                .println(
                        terminal.bold(Text.count(answer.accepted(), "document"))
                                + " in "
                                + Text.seconds(seconds)
                                + ": "
                                + terminal.green(Text.number(inserted) + " inserted")
                                + ", "
                                + Text.number(updated)
                                + " updated, "
                                + Text.number(unchanged())
                                + " unchanged"
                                + (waiting() == 0
                                        ? ""
                                        : ", " + Text.number(waiting()) + " waiting"));
        terminal.out()
                .println(
                        "chunks: "
                                + Text.number(chunksAdded)
                                + " added, "
                                + Text.number(chunksRemoved)
                                + " removed, "
                                + Text.number(chunksKept)
                                + " kept");
        terminal.out()
                .println(
                        "embedded: "
                                + Text.count(texts(), "text")
                                + ", about "
                                + Text.count(tokens(), "token")
                                + "; spared: "
                                + Text.count(spared(), "text"));
        terminal.out().println("index version " + Text.number(after.version()));
        for (JsonNode one : failing()) {
            terminal.out()
                    .println(
                            terminal.red("failing: " + one.path("document_id").asString(""))
                                    + " "
                                    + one.path("problem").asString(""));
        }
        if (givenUp() > 0) {
            String letters = Text.count(givenUp(), "dead letter");
            terminal.out().println(terminal.red(letters) + ": see freshet dead-letters");
        }
        if (after.held() > 0) {
            String held = Text.count(after.held(), "document") + " held";
            terminal.out().println(terminal.yellow(held) + ": see freshet reembedding");
        }
        for (PutTally.Rejected error : answer.errors()) {
            terminal.out()
                    .println(
                            terminal.red("rejected: " + sent.get(error.at()))
                                    + " "
                                    + error.detail());
        }
    }
}

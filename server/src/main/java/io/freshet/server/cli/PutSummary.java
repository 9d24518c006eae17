package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a `put` did, counted from the server's answers and from the change feed since it began.
/// Confined to one thread.
final class PutSummary {
    private final Set<String> documents = new HashSet<>();
    private final ArrayNode failing = Json.array();
    private int notText;
    private int unchanged;
    private int unfinished;
    private int inserted;
    private int updated;
    private long indexVersion;
    private long chunksAdded;
    private long chunksRemoved;
    private long chunksKept;
    private long tokensEmbedded;
    private long tokensSpared;

    void add(Uploader.Sent sent) {
        JsonNode answer = sent.answer();
        documents.addAll(sent.documents());
        notText += sent.notText();
        if (!answer.path("visible").asBoolean(true)) {
            unfinished += sent.documents().size();
        }
        answer.path("failing").forEach(failing::add);
        answer.path("failed").forEach(failing::add);
        unchanged += answer.path("unchanged").asInt(0);
        indexVersion = Math.max(indexVersion, answer.path("index_version").asLong(0));
        JsonNode chunks = answer.path("chunks");
        chunksAdded += chunks.path("added").asLong(0);
        chunksRemoved += chunks.path("removed").asLong(0);
        chunksKept += chunks.path("kept").asLong(0);
        tokensEmbedded += answer.path("tokens").path("embedded").asLong(0);
        tokensSpared += answer.path("tokens").path("spared").asLong(0);
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
    }

    long indexVersion() {
        return indexVersion;
    }

    int notText() {
        return notText;
    }

    boolean hasFailures() {
        return !failing.isEmpty();
    }

    ObjectNode tree(Map<String, Integer> skipped, long texts, double seconds) {
        ObjectNode tree = Json.object();
        ObjectNode counts = tree.putObject("documents");
        counts.put("sent", documents.size());
        counts.put("inserted", inserted);
        counts.put("updated", updated);
        counts.put("unchanged", unchanged);
        counts.put("unfinished", unfinished);
        ObjectNode reasons = tree.putObject("skipped");
        skipped.forEach(reasons::put);
        ObjectNode chunks = tree.putObject("chunks");
        chunks.put("added", chunksAdded);
        chunks.put("removed", chunksRemoved);
        chunks.put("kept", chunksKept);
        tree.put("texts_embedded", texts);
        ObjectNode tokens = tree.putObject("tokens");
        tokens.put("embedded", tokensEmbedded);
        tokens.put("spared", tokensSpared);
        tree.put("index_version", indexVersion);
        tree.put("seconds", Math.round(seconds * 1000) / 1000.0);
        tree.set("failing", failing);
        return tree;
    }

    void print(Terminal terminal, long texts, double seconds) {
        terminal.out()
                .println(
                        terminal.bold(Text.count(documents.size(), "document"))
                                + " in "
                                + Text.seconds(seconds)
                                + ": "
                                + terminal.green(Text.number(inserted) + " inserted")
                                + ", "
                                + Text.number(updated)
                                + " updated, "
                                + Text.number(unchanged)
                                + " unchanged");
        terminal.out()
                .println(
                        "chunks: "
                                + String.join(
                                        ", ",
                                        List.of(
                                                Text.number(chunksAdded) + " added",
                                                Text.number(chunksRemoved) + " removed",
                                                Text.number(chunksKept) + " kept")));
        terminal.out()
                .println(
                        "embedded: "
                                + Text.count(texts, "text")
                                + ", about "
                                + Text.number(tokensEmbedded)
                                + " tokens; spared about "
                                + Text.number(tokensSpared)
                                + " tokens");
        terminal.out().println("index version " + Text.number(indexVersion));
        if (unfinished > 0) {
            terminal.out()
                    .println(
                            terminal.yellow(
                                    Text.count(unfinished, "document")
                                            + " accepted and not searchable yet: see"
                                            + " freshet status"));
        }
        for (JsonNode one : failing) {
            terminal.out()
                    .println(
                            terminal.red("failing: " + one.path("document_id").asString(""))
                                    + " "
                                    + one.path("detail").asString(""));
        }
    }
}

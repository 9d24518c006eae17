package io.freshet.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.http.Served;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Somebody else's store, which knows of the documents only what the feed told it.
final class FedStore {
    private final TreeMap<String, Held> documents = new TreeMap<>();
    private final List<JsonNode> parts = new ArrayList<>();
    private long version;

    /// @param chunks what is known of each, by id
    private record Held(List<String> order, Map<String, JsonNode> chunks) {}

    long version() {
        return version;
    }

    /// Takes one frame.
    void take(JsonNode frame) {
        switch (frame.get("type").stringValue()) {
            case "index_chunks" -> frame.get("added").forEach(parts::add);
            case "index_update" -> update(frame.get("event"));
            case "batch_complete" -> version = frame.get("index_version").longValue();
            default -> throw new AssertionError("not of a feed: " + frame);
        }
    }

    private void update(JsonNode event) {
        String id = event.get("document_id").stringValue();
        if (event.get("event_type").stringValue().equals("delete")) {
            documents.remove(id);
            parts.clear();
            return;
        }
        Map<String, JsonNode> chunks = new TreeMap<>();
        if (!event.get("whole").booleanValue() && documents.containsKey(id)) {
            chunks.putAll(documents.get(id).chunks());
        }
        parts.forEach(chunk -> chunks.put(chunk.get("chunk_id").stringValue(), chunk));
        parts.clear();
        event.get("added").forEach(chunk -> chunks.put(chunk.get("chunk_id").stringValue(), chunk));
        event.get("removed").forEach(gone -> chunks.remove(gone.stringValue()));
        List<String> order = event.get("order").valueStream().map(JsonNode::stringValue).toList();
        assertThat(chunks.keySet()).isEqualTo(new HashSet<>(order));
        documents.put(id, new Held(order, chunks));
    }

    /// What a reader of documents at a version finds, page by page.
    void fill(Served served, String documentsPath, long at) {
        String after = "";
        while (true) {
            JsonNode page = served.get(documentsPath + "?limit=2&at_version=" + at + after);
            for (JsonNode listed : page.get("documents")) {
                String id = listed.get("document_id").stringValue();
                JsonNode whole =
                        served.get(documentsPath + "/" + id + "?include=vector&at_version=" + at);
                documents.put(id, held(whole));
            }
            if (page.get("next").isNull()) {
                version = at;
                return;
            }
            after = "&after=" + page.get("next").stringValue();
        }
    }

    private static Held held(JsonNode document) {
        List<String> order = new ArrayList<>();
        Map<String, JsonNode> chunks = new TreeMap<>();
        for (JsonNode chunk : document.get("chunks")) {
            String id = chunk.get("chunk_id").stringValue();
            order.add(id);
            chunks.putIfAbsent(id, chunk);
        }
        return new Held(order, chunks);
    }

    /// By document: its chunks in order, each with its text and vector.
    Map<String, List<String>> content() {
        Map<String, List<String>> content = new TreeMap<>();
        documents.forEach(
                (id, held) ->
                        content.put(
                                id,
                                held.order().stream()
                                        .map(chunk -> shown(held.chunks().get(chunk)))
                                        .toList()));
        return content;
    }

    private static String shown(JsonNode chunk) {
        assertThat(chunk.get("vector").isEmpty()).isFalse();
        return chunk.get("chunk_id").stringValue()
                + " "
                + chunk.get("text").stringValue().strip()
                + " "
                + chunk.get("vector");
    }
}

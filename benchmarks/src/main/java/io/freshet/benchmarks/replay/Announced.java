package io.freshet.benchmarks.replay;

import io.freshet.benchmarks.running.Client;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// What the change feed has told of each document, read page by page from the first version on.
/// Confined to one thread.
final class Announced {
    private final Client client;
    private final SortedMap<String, Long> documents = new TreeMap<>();
    private Optional<String> next = Optional.empty();
    private long complete;

    Announced(Client client) {
        this.client = client;
    }

    /// The documents that are there, as the feed tells up to now, each with the version that it was
    /// last announced with.
    Map<String, Long> documents() throws InterruptedException {
        while (true) {
            JsonNode page = client.changes(next);
            page.path("changes").forEach(this::take);
            Optional<String> from = next;
            next = page.path("next").asStringOpt();
            if (page.path("changes").isEmpty() || next.equals(from)) {
                return documents;
            }
        }
    }

    private void take(JsonNode change) {
        if (change.path("type").asString("").equals("batch_complete")) {
            long version = change.path("index_version").asLong();
            Wrong.unless(version == complete + 1, "version " + version + " after " + complete);
            complete = version;
            return;
        }
        JsonNode event = change.path("event");
        String id = event.path("document_id").asString("");
        long version = event.path("index_version").asLong();
        Wrong.unless(version == complete + 1, "version " + version + " within " + (complete + 1));
        boolean known = documents.containsKey(id);
        switch (event.path("event_type").asString("")) {
            case "insert" -> {
                Wrong.unless(!known, "inserted though it was there: " + id);
                documents.put(id, version);
            }
            case "update", "refresh" -> {
                Wrong.unless(known, "updated though it was not there: " + id);
                documents.put(id, version);
            }
            case "delete" -> {
                Wrong.unless(known, "deleted though it was not there: " + id);
                documents.remove(id);
            }
            default -> throw new Wrong("announced: " + event);
        }
    }
}

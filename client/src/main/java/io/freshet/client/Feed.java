package io.freshet.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The feed's entries, as they come over one connection. Chunks that did not fit into their update
/// come before it, and are put together with it. Confined to its reader.
final class Feed {
    private final List<ChunkChange.Added> parts = new ArrayList<>();

    static Changes page(JsonNode tree) {
        Feed feed = new Feed();
        List<Change> changes = new ArrayList<>();
        try {
            tree.path("changes").forEach(entry -> feed.change(entry).ifPresent(changes::add));
        } catch (JacksonException e) {
            throw new FreshetApiException("this is no page of the feed", e);
        }
        return new Changes(changes, tree.path("next").asString(""));
    }

    /// Empty for a part, and for a type that is not known: such are passed over.
    Optional<Change> change(JsonNode entry) {
        return switch (entry.path("type").asString("")) {
            case "index_update" -> Optional.of(update(entry));
            case "batch_complete" -> Optional.of(JsonText.as(entry, BatchComplete.class));
            case "index_chunks" -> {
                parts.addAll(added(entry));
                yield Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private static List<ChunkChange.Added> added(JsonNode tree) {
        return JsonText.list(tree.path("added"), ChunkChange.Added.class);
    }

    private IndexUpdate update(JsonNode frame) {
        JsonNode tree = frame.path("event");
        Event event = JsonText.as(tree, Event.class);
        return new IndexUpdate(
                frame.path("collection").asString(""),
                frame.path("position").asString(""),
                event.eventType,
                event.documentId,
                event.indexVersion,
                event.timestamp,
                event.metadata,
                event.metadataOmitted,
                event.chunks,
                event.entered,
                event.left,
                tree.has("whole") ? content(tree, event) : null);
    }

    private ChunkChange content(JsonNode tree, Event event) {
        parts.addAll(added(tree));
        List<ChunkChange.Added> all = List.copyOf(parts);
        parts.clear();
        return new ChunkChange(
                all,
                Given.list(event.removed),
                Given.list(event.order),
                event.whole,
                event.chunksOmitted);
    }

    private record Event(
            String eventType,
            String documentId,
            long indexVersion,
            Instant timestamp,
            Map<String, Object> metadata,
            boolean metadataOmitted,
            ChunkCounts chunks,
            boolean entered,
            boolean left,
            @Nullable List<String> removed,
            @Nullable List<String> order,
            boolean whole,
            boolean chunksOmitted) {}
}

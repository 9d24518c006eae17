package io.freshet.server.stream;

import io.freshet.Announcement;
import io.freshet.Announcement.DocumentChanged;
import io.freshet.CollectionName;
import io.freshet.Metadata;
import io.freshet.Version;
import io.freshet.feed.Details;
import io.freshet.feed.Feed;
import io.freshet.feed.Selection.Sight;
import io.freshet.server.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the server says on a stream, as JSON text. Pure.
///
/// @param bytesMax metadata that would make a frame larger is left out
record Frames(int bytesMax) {
    /// The version of the protocol that is spoken.
    private static final int PROTOCOL = 1;

    private static final int UTF8_BYTES_PER_CHAR_MAX = 3;

    /// What a frame holds beside chunks: names, an id and what stands around them.
    private static final int ENVELOPE_BYTES = 8 * 1024;

    /// The `type` of a frame that holds chunks of the change that follows.
    static final String CHUNKS_TYPE = "index_chunks";

    /// The name under which every collection is subscribed to.
    static final String EVERY_COLLECTION = "default";

    String connected(String clientId) {
        return Json.text(
                typed("connected")
                        .put("client_id", clientId)
                        .put("message", "Connected to Freshet")
                        .put("protocol", PROTOCOL));
    }

    String subscribed(CollectionName collection, long indexVersion, String history) {
        ObjectNode frame = typed("subscribed").put("collection", collection.value());
        frame.put("index_version", indexVersion);
        return Json.text(frame.put("history", history));
    }

    /// To a collection that does not exist yet.
    String subscribedAhead(CollectionName collection) {
        return Json.text(
                typed("subscribed").put("collection", collection.value()).put("index_version", 0));
    }

    String subscribedToEvery(SortedMap<CollectionName, Long> indexVersions) {
        ObjectNode frame = typed("subscribed").put("collection", EVERY_COLLECTION);
        ObjectNode versions = frame.putObject("index_versions");
        for (Map.Entry<CollectionName, Long> entry : indexVersions.entrySet()) {
            versions.put(entry.getKey().value(), entry.getValue());
        }
        return Json.text(frame);
    }

    String unsubscribed(String collection) {
        return Json.text(typed("unsubscribed").put("collection", collection));
    }

    String pong() {
        return Json.text(typed("pong"));
    }

    String error(String code, String message) {
        return Json.text(typed("error").put("code", code).put("message", message));
    }

    String resumeExpired(CollectionName collection, Feed.Resume.Expired expired) {
        ObjectNode frame = typed("error").put("code", "resume_expired");
        frame.put("message", expiredMessage(collection, expired));
        frame.put("collection", collection.value());
        frame.put("oldest_version", expired.oldestVersion());
        return Json.text(frame.put("index_version", expired.indexVersion()));
    }

    static String expiredMessage(CollectionName collection, Feed.Resume.Expired expired) {
        return "the feed of "
                + collection
                + " cannot be read from there without a gap: it holds versions "
                + expired.oldestVersion()
                + " to "
                + expired.indexVersion()
                + " of its history; list the documents and subscribe from now on";
    }

    /// The `type` of an entry.
    static String type(Announcement announcement) {
        return switch (announcement) {
            case Announcement.DocumentChanged _ -> "index_update";
            case Announcement.VersionComplete _ -> "batch_complete";
        };
    }

    /// A change as a subscriber sees it. The frame may be too large.
    ObjectNode indexUpdate(
            CollectionName collection, DocumentChanged changed, Sight sight, Metadata metadata) {
        ObjectNode frame = announced(collection, changed);
        ObjectNode event = frame.putObject("event");
        event.put("event_type", sight.type(changed.type()).word());
        event.put("document_id", changed.document().value());
        event.put("timestamp", changed.timestamp().toString());
        event.put("index_version", changed.position().version());
        event.set("metadata", Json.tree(metadata));
        ObjectNode chunks = event.putObject("chunks");
        chunks.put("added", changed.chunks().added());
        chunks.put("removed", changed.chunks().removed());
        chunks.put("kept", changed.chunks().kept());
        if (sight == Sight.ENTERED) {
            event.put("entered", true);
        }
        if (sight == Sight.LEFT) {
            event.put("left", true);
        }
        return frame;
    }

    /// A frame as text, without what makes it too large.
    String fitted(ObjectNode frame) {
        String text = Json.text(frame);
        if (isWithinLimit(text)) {
            return text;
        }
        ObjectNode event = frame.withObject("event");
        if (event.has("order")) {
            event.remove(List.of("removed", "order"));
            event.put("chunks_omitted", true);
            return fitted(frame);
        }
        event.putObject("metadata");
        event.put("metadata_omitted", true);
        return Json.text(frame);
    }

    /// What chunks may take of a frame.
    int partBytesMax() {
        return bytesMax - Math.min(ENVELOPE_BYTES, bytesMax / 2);
    }

    /// Chunks of the change that follows.
    String indexChunks(CollectionName collection, DocumentChanged changed, ArrayNode chunks) {
        ObjectNode frame = typed(CHUNKS_TYPE).put("collection", collection.value());
        frame.put("document_id", changed.document().value());
        frame.put("index_version", changed.position().version());
        frame.set("added", chunks);
        return Json.text(frame);
    }

    /// Whether a change, the lists of its chunks and the last of them go into one frame.
    boolean fitsWith(ObjectNode frame, Details.Part last, ArrayNode added) {
        return isWithinLimit(Json.text(joined(frame, last, added)));
    }

    String withChunks(ObjectNode frame, Details.Part last, ArrayNode added) {
        return fitted(joined(frame, last, added));
    }

    private static ObjectNode joined(ObjectNode frame, Details.Part last, ArrayNode added) {
        ObjectNode event = frame.withObject("event");
        event.set("added", added);
        ArrayNode removed = event.putArray("removed");
        last.removed().forEach(removed::add);
        ArrayNode order = event.putArray("order");
        last.order().forEach(order::add);
        event.put("whole", last.whole());
        return frame;
    }

    static ObjectNode batchComplete(
            CollectionName collection, Announcement.VersionComplete complete) {
        Version version = complete.version();
        ObjectNode frame = announced(collection, complete);
        frame.put("index_version", version.number());
        frame.put("timestamp", version.timestamp().toString());
        frame.put("cause", version.cause().word());
        ObjectNode documents = frame.putObject("documents");
        documents.put("inserted", version.documents().inserted());
        documents.put("updated", version.documents().updated());
        documents.put("deleted", version.documents().deleted());
        return frame;
    }

    private static ObjectNode announced(CollectionName collection, Announcement announcement) {
        return typed(type(announcement))
                .put("collection", collection.value())
                .put("position", announcement.position().toString());
    }

    private boolean isWithinLimit(String text) {
        return text.length() <= bytesMax / UTF8_BYTES_PER_CHAR_MAX
                || text.getBytes(StandardCharsets.UTF_8).length <= bytesMax;
    }

    private static ObjectNode typed(String type) {
        return Json.object().put("type", type);
    }
}

package io.freshet.server.stream;

import io.freshet.Announcement;
import io.freshet.CollectionName;
import io.freshet.Version;
import io.freshet.feed.Feed;
import io.freshet.server.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import tools.jackson.databind.node.ObjectNode;

/// What the server says on a stream, as JSON text. Pure.
///
/// @param bytesMax metadata that would make a frame larger is left out
record Frames(int bytesMax) {
    /// The version of the protocol that is spoken.
    private static final int PROTOCOL = 1;

    private static final int UTF8_BYTES_PER_CHAR_MAX = 3;

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

    /// An entry of a feed, the same on every kind of stream.
    String of(CollectionName collection, Announcement announcement) {
        return switch (announcement) {
            case Announcement.DocumentChanged changed -> indexUpdate(collection, changed);
            case Announcement.VersionComplete complete -> batchComplete(collection, complete);
        };
    }

    /// The `type` of an entry.
    static String type(Announcement announcement) {
        return switch (announcement) {
            case Announcement.DocumentChanged _ -> "index_update";
            case Announcement.VersionComplete _ -> "batch_complete";
        };
    }

    private String indexUpdate(CollectionName collection, Announcement.DocumentChanged changed) {
        ObjectNode frame = announced(collection, changed);
        ObjectNode event = frame.putObject("event");
        event.put("event_type", changed.type().word());
        event.put("document_id", changed.document().value());
        event.put("timestamp", changed.timestamp().toString());
        event.put("index_version", changed.position().version());
        event.set("metadata", Json.tree(changed.metadata()));
        ObjectNode chunks = event.putObject("chunks");
        chunks.put("added", changed.chunks().added());
        chunks.put("removed", changed.chunks().removed());
        chunks.put("kept", changed.chunks().kept());
        String text = Json.text(frame);
        if (isWithinLimit(text)) {
            return text;
        }
        event.putObject("metadata");
        event.put("metadata_omitted", true);
        return Json.text(frame);
    }

    private static String batchComplete(
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
        return Json.text(frame);
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

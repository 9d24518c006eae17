package io.freshet.client;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// What happened to a document, to be sent. Immutable: each method gives another event.
///
/// `Event.update("refunds", "Refunds take five days.").metadata(Map.of("team", "billing"))`
public final class Event {
    private final Fields fields;

    private Event(Fields fields) {
        this.fields = fields;
    }

    private static Event of(String type, String documentId) {
        return new Event(Fields.NONE.with("event_type", type).with("document_id", documentId));
    }

    /// This is the document now.
    public static Event insert(String documentId, String text) {
        return of("insert", documentId).with("text", text);
    }

    /// This is the document now. The server announces what it turned out to be.
    public static Event update(String documentId, String text) {
        return of("update", documentId).with("text", text);
    }

    /// This is the document now, as bytes of a media type (`text/html`, `text/plain;
    /// charset=koi8-r`).
    public static Event update(String documentId, byte[] content, String mediaType) {
        return of("update", documentId)
                .with("content_base64", Base64.getEncoder().encodeToString(content))
                .with("media_type", mediaType);
    }

    /// The document keeps its text and has this metadata now; nothing is embedded.
    public static Event metadata(String documentId, Map<String, ?> metadata) {
        return of("update", documentId).metadata(metadata);
    }

    /// The document is gone.
    public static Event delete(String documentId) {
        return of("delete", documentId);
    }

    /// The document is to be indexed again, even where nothing seems changed.
    public static Event refresh(String documentId) {
        return of("refresh", documentId);
    }

    /// The documents are gone.
    public static Event delete(List<String> documentIds) {
        return of("delete", documentIds);
    }

    /// The documents are to be indexed again.
    public static Event refresh(List<String> documentIds) {
        return of("refresh", documentIds);
    }

    private static Event of(String type, List<String> documentIds) {
        return new Event(
                Fields.NONE
                        .with("event_type", type)
                        .with("document_ids", List.copyOf(documentIds)));
    }

    private Event with(String name, Object value) {
        return new Event(fields.with(name, value));
    }

    /// Replaces what the document had.
    public Event metadata(Map<String, ?> metadata) {
        return with("metadata", metadata);
    }

    /// What `text` is; `text/markdown` where nothing is said.
    public Event mediaType(String mediaType) {
        return with("media_type", mediaType);
    }

    public Event priority(Priority priority) {
        return with("priority", priority.word());
    }

    /// An event that is not above the highest that its document ever accepted is ignored.
    public Event sourceVersion(long sourceVersion) {
        return with("source_version", sourceVersion);
    }

    /// The server knows a repeat by it, so that the event may be sent again.
    public Event eventId(String eventId) {
        return with("event_id", eventId);
    }

    /// When it happened; announced, never used to order.
    public Event timestamp(Instant timestamp) {
        return with("timestamp", timestamp.toString());
    }

    boolean hasId() {
        return fields.value("event_id").isPresent();
    }

    Map<String, Object> json() {
        return fields.values();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Event event && event.fields.equals(fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return "Event " + fields.without("text").without("content_base64").values();
    }
}

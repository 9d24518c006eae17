package io.freshet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A change as it comes in: what happened to one document, or the same to several.
///
/// @param documents one or more; an `eventId` stands for all of them
/// @param sourceVersion an event not above the highest that its document ever accepted is ignored
///   (I2)
/// @param eventId a repeat within the collection's window is dropped and answered with the
///   original's sequence
/// @param timestamp when the client says that it happened; announced, never used to order
public record IndexEvent(
        List<DocumentId> documents,
        Change change,
        Priority priority,
        OptionalLong sourceVersion,
        Optional<String> eventId,
        Instant timestamp) {
    public static final int EVENT_ID_CHARS_MAX = 256;

    public IndexEvent {
        documents = List.copyOf(documents);
        if (documents.isEmpty()) {
            throw new IllegalArgumentException("an event names at least one document");
        }
        if (eventId.isPresent() && !isEventId(eventId.get())) {
            throw new IllegalArgumentException(
                    "event_id has 1 to " + EVENT_ID_CHARS_MAX + " characters");
        }
    }

    /// Whether it can be one.
    public static boolean isEventId(String id) {
        return !id.isBlank() && id.length() <= EVENT_ID_CHARS_MAX;
    }
}

package io.freshet.server.http;

import io.freshet.Change;
import io.freshet.DocumentId;
import io.freshet.FilterValues;
import io.freshet.IndexEvent;
import io.freshet.Priority;
import io.freshet.Submission;
import io.freshet.Submission.Mode;
import io.freshet.Sweep;
import io.freshet.server.json.Fields;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Reads events as clients send them: a batch, or a bare event.
///
/// @param now the timestamp of events that bring none
/// @param bodies reads what an event says of its document
record EventReader(Instant now, BodyReader bodies) {
    private static final List<String> BATCH_FIELDS = List.of("events", "atomic", "replace");
    private static final List<String> VECTOR_FIELDS =
            List.of("vector", "vectors", "embedding", "embeddings");

    Submission read(JsonNode body) {
        Fields fields = Fields.of(body, "");
        Optional<List<JsonNode>> batch = fields.array("events");
        if (batch.isEmpty()) {
            return new Submission(List.of(event(Fields.of(body, ""))), false);
        }
        Optional<Boolean> atomic = fields.bool("atomic");
        Optional<Sweep> replace =
                fields.object("replace").map(new SweepReader(Priority.NORMAL, now)::replace);
        if (replace.isPresent() && !atomic.orElse(true)) {
            throw fields.wrong("atomic", "cannot be false beside replace, which is one version");
        }
        fields.finish();
        if (batch.get().isEmpty()) {
            throw fields.wrong(
                    "events",
                    replace.isPresent()
                            ? "must hold at least one event; to delete all, POST to …/delete"
                            : "must hold at least one event");
        }
        List<IndexEvent> events = new ArrayList<>(batch.get().size());
        for (JsonNode event : batch.get()) {
            events.add(event(Fields.of(event, "/events/" + events.size())));
        }
        boolean isAtomic = replace.isPresent() || atomic.orElse(false);
        Mode mode = isAtomic ? Mode.ATOMIC : Mode.SEPARATE;
        return new Submission(events, mode, replace, Optional.empty());
    }

    /// One event on a line of its own.
    IndexEvent line(JsonNode body) {
        Fields fields = Fields.of(body, "");
        for (String name : BATCH_FIELDS) {
            if (fields.has(name)) {
                throw fields.wrong(name, "does not go here: a line is one event; send JSON");
            }
        }
        return event(Fields.of(body, ""));
    }

    private IndexEvent event(Fields fields) {
        refuseVectors(fields);
        String type = type(fields);
        List<DocumentId> documents = documents(fields);
        DocumentBody body = bodies.read(fields);
        Change change = change(fields, type, body);
        if (fields.has("document_ids") && body.content().isPresent()) {
            throw fields.wrong("document_ids", "stand beside a text; send an event for each");
        }
        IndexEvent event =
                new IndexEvent(
                        documents,
                        change,
                        priority(fields),
                        fields.integer("source_version"),
                        eventId(fields),
                        timestamp(fields));
        fields.finish();
        return event;
    }

    private static void refuseVectors(Fields fields) {
        for (String name : VECTOR_FIELDS) {
            if (fields.has(name)) {
                throw ProblemException.at(
                        fields.at(name),
                        ProblemCode.VECTORS_REFUSED,
                        "send the text; the collection's embedder makes its vectors");
            }
        }
    }

    private static String type(Fields fields) {
        Optional<String> eventType = fields.string("event_type");
        Optional<String> type = fields.string("type");
        if (eventType.isPresent() && type.isPresent() && !eventType.equals(type)) {
            throw fields.wrong("type", "differs from event_type; send one of them");
        }
        return eventType
                .or(() -> type)
                .orElseThrow(
                        () ->
                                fields.wrong(
                                        "event_type",
                                        "is missing; it is insert, update, delete or refresh"));
    }

    private static Change change(Fields fields, String type, DocumentBody body) {
        return switch (type) {
            case "insert", "update" -> {
                if (body.isEmpty()) {
                    throw fields.wrong("text", "is missing; send text, metadata or both");
                }
                yield body.upsert();
            }
            case "delete" -> bare(fields, body, new Change.Delete());
            case "refresh" -> bare(fields, body, new Change.Refresh());
            case "batch_complete" ->
                    throw invalidType(
                            fields, "batch_complete is announced by the server, not sent");
            default ->
                    throw invalidType(
                            fields, "event_type is one of: insert, update, delete, refresh");
        };
    }

    private static Change bare(Fields fields, DocumentBody body, Change change) {
        if (body.content().isPresent()) {
            throw fields.wrong("text", "goes with insert and update only");
        }
        if (body.metadata().isPresent()) {
            throw fields.wrong("metadata", "goes with insert and update only");
        }
        return change;
    }

    private static ProblemException invalidType(Fields fields, String detail) {
        String name = fields.has("event_type") ? "event_type" : "type";
        return ProblemException.at(fields.at(name), ProblemCode.INVALID_EVENT_TYPE, detail);
    }

    private static List<DocumentId> documents(Fields fields) {
        Optional<String> one = fields.string("document_id");
        if (one.isPresent() == fields.has("document_ids")) {
            throw fields.wrong("document_id", "or document_ids must name what changed");
        }
        return one.map(id -> List.of(Ids.read(id, fields.at("document_id"))))
                .orElseGet(() -> Ids.read(fields, "document_ids"));
    }

    private static Priority priority(Fields fields) {
        Optional<JsonNode> value = fields.node("priority");
        if (value.isEmpty()) {
            return Priority.NORMAL;
        }
        boolean isWord = value.get().isString() || value.get().isIntegralNumber();
        return Optional.of(value.get())
                .filter(_ -> isWord)
                .flatMap(node -> Priorities.of(node.asString()))
                .orElseThrow(
                        () ->
                                fields.wrong(
                                        "priority",
                                        "must be normal, high or critical, or 0, 1 or 2"));
    }

    private static Optional<String> eventId(Fields fields) {
        Optional<String> id = fields.string("event_id");
        if (id.isPresent() && !IndexEvent.isEventId(id.get())) {
            throw fields.wrong(
                    "event_id", "has 1 to " + IndexEvent.EVENT_ID_CHARS_MAX + " characters");
        }
        return id.map(io.freshet.Text::wellFormed);
    }

    private Instant timestamp(Fields fields) {
        Optional<String> text = fields.string("timestamp");
        return text.isEmpty()
                ? now
                : FilterValues.time(text.get())
                        .orElseThrow(
                                () ->
                                        fields.wrong(
                                                "timestamp",
                                                "must be an RFC 3339 time, such as"
                                                        + " 2026-11-24T10:00:00Z"));
    }
}

package io.freshet.server.json;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Every code that a problem may have on the wire, with its status and title.
public enum ProblemCode {
    BAD_EXPORT(400, "The export is damaged"),
    INVALID_REQUEST(400, "This is no well-formed HTTP request"),
    INVALID_JSON(400, "The body is not valid JSON"),
    INVALID_FIELD(400, "A field is missing or has a wrong value"),
    UNKNOWN_FIELD(400, "A field is not known"),
    INVALID_PARAMETER(400, "A query parameter is missing or has a wrong value"),
    INVALID_PATH(400, "The path is not well-formed"),
    INVALID_COLLECTION(400, "This is no name for a collection"),
    INVALID_DOCUMENT_ID(400, "This is no document id"),
    INVALID_TAG(400, "This is no name for a tag"),
    INVALID_EVENT_TYPE(400, "This type of event cannot be sent"),
    INVALID_FILTER(400, "The filter is not well-formed"),
    INVALID_POSITION(400, "This is no position of a change feed"),
    NO_CONTENT(400, "The document has no text yet"),
    VECTORS_REFUSED(400, "Vectors come from the collection's embedder"),
    NOT_SUPPORTED(400, "This is not supported"),
    REJECTED(400, "The request was not accepted"),
    UNAUTHORIZED(401, "A token is needed"),
    FORBIDDEN(403, "The token does not allow this"),
    FORBIDDEN_HOST(403, "The server does not answer to this host name"),
    FORBIDDEN_ORIGIN(403, "The server does not answer to pages of this origin"),
    NOT_FOUND(404, "There is nothing at this path"),
    UNKNOWN_COLLECTION(404, "There is no such collection"),
    UNKNOWN_DOCUMENT(404, "There is no such document"),
    UNKNOWN_TAG(404, "There is no such tag"),
    UNKNOWN_WEBHOOK(404, "There is no such webhook"),
    METHOD_NOT_ALLOWED(405, "The path does not take this method"),
    NOT_ACCEPTABLE(406, "The answer has no such media type"),
    CONFLICT(409, "The request does not fit the collection's state"),
    CONFIGURED(409, "The collection is set up in the configuration file"),
    MIGRATION_NEEDED(409, "A filled collection keeps its model and its chunks"),
    MIGRATION_STATE(409, "The migration does not stand where this can be done"),
    MIGRATION_NOT_READY(409, "The migration cannot be switched to yet"),
    RECONCILE_RUNNING(409, "The collection is being reconciled"),
    VERSION_NOT_RETAINED(409, "The version is not retained"),
    TOO_MANY_TAGS(409, "There are too many tags"),
    OTHER_SPACE(409, "The version's vectors are of another model"),
    DEAD_LETTER(409, "An event of the request failed for good"),
    EMBEDDING_NEEDED(409, "Texts would have to be embedded"),
    DISCARDED(409, "The events of the request were dropped"),
    DEFERRED(409, "The events of the request wait for a budget or a confirmation"),
    EXPECT_EXCEEDED(409, "More would be deleted than was expected"),
    RESUME_EXPIRED(410, "The feed can no longer be read from this position"),
    TOO_LARGE(413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's media type is not supported"),
    RATE_LIMITED(429, "Too many requests"),
    BACKLOG_FULL(429, "Too much is waiting to be indexed"),
    INTERNAL(500, "The server failed"),
    STARTING(503, "The server is starting"),
    STOPPING(503, "The server is stopping"),
    UNAVAILABLE(503, "The collection cannot answer now"),
    CORRUPT(503, "The collection's stored data is damaged"),
    NOT_YET_VISIBLE(504, "The events are not searchable yet"),
    DISK_FULL(507, "The disk is full");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /// As on the wire.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The code that a word names.
    public static Optional<ProblemCode> of(String word) {
        return Arrays.stream(values()).filter(code -> code.word().equals(word)).findFirst();
    }
}

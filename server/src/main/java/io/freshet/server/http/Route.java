package io.freshet.server.http;

import java.util.EnumSet;
import java.util.Set;

/// Every kind of path that the server knows.
enum Route {
    COLLECTIONS("/v1/collections"),
    COLLECTION("/v1/collections/{c}"),
    EVENTS("/v1/collections/{c}/events"),
    REFRESH("/v1/collections/{c}/refresh"),
    DELETE("/v1/collections/{c}/delete"),
    HELD("/v1/collections/{c}/held"),
    RELEASE_HELD("/v1/collections/{c}/held/release"),
    PURGE("/v1/collections/{c}/purge"),
    WITHHELD("/v1/collections/{c}/withheld"),
    RELEASE("/v1/collections/{c}/withheld/release"),
    REEMBEDDING("/v1/collections/{c}/reembedding"),
    REEMBEDDING_CONFIRM("/v1/collections/{c}/reembedding/confirm"),
    RECONCILE("/v1/collections/{c}/reconcile"),
    DEAD_LETTERS("/v1/collections/{c}/dead-letters"),
    DEAD_LETTERS_RETRY("/v1/collections/{c}/dead-letters/retry"),
    DEAD_LETTERS_DISCARD("/v1/collections/{c}/dead-letters/discard"),
    SEARCH("/v1/collections/{c}/search"),
    VERSIONS("/v1/collections/{c}/versions"),
    TAGS("/v1/collections/{c}/tags"),
    TAG("/v1/collections/{c}/tags/{name}"),
    ROLLBACK("/v1/collections/{c}/rollback"),
    MIGRATIONS("/v1/collections/{c}/migrations"),
    MIGRATION("/v1/collections/{c}/migrations/{act}"),
    DIFF("/v1/collections/{c}/diff"),
    HISTORY("/v1/collections/{c}/history"),
    SKIPPED("/v1/collections/{c}/skipped"),
    CHANGES("/v1/collections/{c}/changes"),
    WEBHOOKS("/v1/collections/{c}/webhooks"),
    WEBHOOK("/v1/collections/{c}/webhooks/{name}"),
    DOCUMENTS("/v1/collections/{c}/documents"),
    /// Read by POST; with any other method it is the document called `list`.
    DOCUMENTS_LIST("/v1/collections/{c}/documents/list"),
    DOCUMENT("/v1/collections/{c}/documents/{id}"),
    /// The id stands in the query.
    DOCUMENT_BY_QUERY("/v1/collections/{c}/document"),
    STREAM("/v1/stream"),
    BACKUP("/v1/backup"),
    EXPORT("/v1/collections/{c}/export"),
    IMPORT("/v1/collections/{c}/import"),
    EMBEDDERS("/v1/embedders"),
    COST("/v1/cost"),
    COST_ESTIMATE("/v1/cost/estimate"),
    PAGE("/"),
    PAGE_FILE("/page/{file}"),
    DOCS("/docs"),
    OPENAPI("/openapi.json"),
    ASYNCAPI("/asyncapi.json"),
    LIVE("/health/live"),
    READY("/health/ready"),
    METRICS("/metrics"),
    UNKNOWN("unknown");

    private static final Set<Route> NEED_NO_ENGINE =
            EnumSet.of(LIVE, READY, METRICS, PAGE, PAGE_FILE, DOCS, OPENAPI, ASYNCAPI);

    private final String pattern;

    Route(String pattern) {
        this.pattern = pattern;
    }

    /// As logs and metrics name it.
    String pattern() {
        return pattern;
    }

    /// Whether it answers while the engine opens.
    boolean needsNoEngine() {
        return NEED_NO_ENGINE.contains(this);
    }
}

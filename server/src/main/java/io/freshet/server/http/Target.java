package io.freshet.server.http;

import io.freshet.CollectionName;
import io.freshet.DocumentId;
import io.freshet.TagName;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a request's path names. The raw path is read, since an id is compared byte for byte:
/// nothing is collapsed, stripped or decoded twice, and a raw slash belongs to the id.
///
/// @param lastText the document's id or the name of a tag or webhook or what is asked of a
///   migration, behind which nothing follows
record Target(Route route, Optional<String> collectionText, Optional<String> lastText) {
    private static final String COLLECTIONS = "/v1/collections/";

    /// Where the files of the page lie.
    static final String PAGE_FILES = "/page/";

    private static final String DOCUMENTS = "documents/";
    private static final String TAGS = "tags/";
    private static final String WEBHOOKS = "webhooks/";
    private static final String MIGRATIONS = "migrations/";
    private static final Pattern WEBHOOK_NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    /// Total: what is no known path is [Route#UNKNOWN].
    static Target parse(String rawPath) {
        return switch (rawPath) {
            case "/" -> of(Route.PAGE);
            case "/docs" -> of(Route.DOCS);
            case "/openapi.json" -> of(Route.OPENAPI);
            case "/asyncapi.json" -> of(Route.ASYNCAPI);
            case "/v1/stream" -> of(Route.STREAM);
            case "/v1/backup" -> of(Route.BACKUP);
            case "/v1/embedders" -> of(Route.EMBEDDERS);
            case "/v1/cost" -> of(Route.COST);
            case "/v1/cost/estimate" -> of(Route.COST_ESTIMATE);
            case "/v1/collections" -> of(Route.COLLECTIONS);
            case "/health/live" -> of(Route.LIVE);
            case "/health/ready" -> of(Route.READY);
            case "/metrics" -> of(Route.METRICS);
            default -> longer(rawPath);
        };
    }

    private static Target longer(String rawPath) {
        if (rawPath.startsWith(COLLECTIONS)) {
            return underCollection(rawPath.substring(COLLECTIONS.length()));
        }
        return of(rawPath.startsWith(PAGE_FILES) ? Route.PAGE_FILE : Route.UNKNOWN);
    }

    private static Target of(Route route) {
        return new Target(route, Optional.empty(), Optional.empty());
    }

    private static Target underCollection(String rest) {
        int slash = rest.indexOf('/');
        String collection = slash < 0 ? rest : rest.substring(0, slash);
        if (slash < 0) {
            return new Target(Route.COLLECTION, Optional.of(collection), Optional.empty());
        }
        String member = rest.substring(slash + 1);
        if (member.startsWith(DOCUMENTS)) {
            String document = member.substring(DOCUMENTS.length());
            Route route = document.equals("list") ? Route.DOCUMENTS_LIST : Route.DOCUMENT;
            return new Target(route, Optional.of(collection), Optional.of(document));
        }
        if (member.startsWith(TAGS)) {
            Optional<String> tag = Optional.of(member.substring(TAGS.length()));
            return new Target(Route.TAG, Optional.of(collection), tag);
        }
        if (member.startsWith(WEBHOOKS)) {
            Optional<String> name = Optional.of(member.substring(WEBHOOKS.length()));
            return new Target(Route.WEBHOOK, Optional.of(collection), name);
        }
        if (member.startsWith(MIGRATIONS)) {
            Optional<String> act = Optional.of(member.substring(MIGRATIONS.length()));
            return new Target(Route.MIGRATION, Optional.of(collection), act);
        }
        return new Target(member(member), Optional.of(collection), Optional.empty());
    }

    private static Route member(String name) {
        return switch (name) {
            case "events" -> Route.EVENTS;
            case "refresh" -> Route.REFRESH;
            case "delete" -> Route.DELETE;
            case "held" -> Route.HELD;
            case "held/release" -> Route.RELEASE_HELD;
            case "purge" -> Route.PURGE;
            case "export" -> Route.EXPORT;
            case "import" -> Route.IMPORT;
            case "withheld" -> Route.WITHHELD;
            case "withheld/release" -> Route.RELEASE;
            case "reembedding" -> Route.REEMBEDDING;
            case "reembedding/confirm" -> Route.REEMBEDDING_CONFIRM;
            case "reconcile" -> Route.RECONCILE;
            case "dead-letters" -> Route.DEAD_LETTERS;
            case "dead-letters/retry" -> Route.DEAD_LETTERS_RETRY;
            case "dead-letters/discard" -> Route.DEAD_LETTERS_DISCARD;
            case "search" -> Route.SEARCH;
            case "versions" -> Route.VERSIONS;
            case "tags" -> Route.TAGS;
            case "rollback" -> Route.ROLLBACK;
            case "diff" -> Route.DIFF;
            case "history" -> Route.HISTORY;
            case "skipped" -> Route.SKIPPED;
            case "changes" -> Route.CHANGES;
            case "migrations" -> Route.MIGRATIONS;
            case "webhooks" -> Route.WEBHOOKS;
            case "documents" -> Route.DOCUMENTS;
            case "document" -> Route.DOCUMENT_BY_QUERY;
            default -> Route.UNKNOWN;
        };
    }

    /// @throws ProblemException where the path's part is no name
    CollectionName collection() {
        return collectionNamed(PercentDecoder.path(collectionText.orElse("")));
    }

    static CollectionName collectionNamed(String name) {
        try {
            return new CollectionName(name);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    ProblemCode.INVALID_COLLECTION, String.valueOf(e.getMessage()));
        }
    }

    /// The id in the path.
    ///
    /// @throws ProblemException where it is no id
    Optional<DocumentId> document() {
        return lastText.map(PercentDecoder::path).map(Target::documentCalled);
    }

    /// The tag in the path.
    ///
    /// @throws ProblemException where it is no name
    TagName tag() {
        try {
            return new TagName(PercentDecoder.path(lastText.orElse("")));
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(ProblemCode.INVALID_TAG, String.valueOf(e.getMessage()));
        }
    }

    /// What the path asks of a migration.
    String act() {
        return PercentDecoder.path(lastText.orElse(""));
    }

    /// The webhook in the path.
    ///
    /// @throws ProblemException where it is no name
    String webhook() {
        String name = PercentDecoder.path(lastText.orElse(""));
        if (!WEBHOOK_NAME.matcher(name).matches()) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PATH,
                    "a webhook's name is 1 to 63 of a to z, 0 to 9, _ and -, and begins with a"
                            + " letter or digit");
        }
        return name;
    }

    static DocumentId documentCalled(String id) {
        try {
            return new DocumentId(id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    ProblemCode.INVALID_DOCUMENT_ID, String.valueOf(e.getMessage()));
        }
    }
}

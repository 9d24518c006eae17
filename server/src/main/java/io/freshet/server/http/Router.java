package io.freshet.server.http;

import io.freshet.Problem;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import io.freshet.server.page.PageFiles;
import io.freshet.server.webhook.Webhooks;
import io.helidon.webserver.http.ServerRequest;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Which handler answers which path and method. A known path with another method is 405 with
/// `Allow`. Safe for any thread.
final class Router {
    private final Map<Route, SortedMap<String, Handler>> routes = new EnumMap<>(Route.class);
    private final Bounds bounds;

    private Router(
            Shards shards,
            Clock clock,
            Supplier<String> metrics,
            Webhooks webhooks,
            Bounds bounds) {
        this.bounds = bounds;
        addWebhooks(new WebhookRoutes(shards, webhooks));
        addCollections(shards, webhooks, clock);
        addDocuments(shards, clock);
        HealthRoutes health = new HealthRoutes(shards);
        add(Route.LIVE, "GET", health::live);
        add(Route.READY, "GET", health::ready);
        add(
                Route.METRICS,
                "GET",
                _ -> Reply.text("text/plain; version=0.0.4; charset=utf-8", metrics.get()));
        addPage(new PageRoutes(PageFiles.read()));
        routes.put(Route.CHANGES, new TreeMap<>(Map.of("GET", Router::nothingHere)));
        routes.put(Route.STREAM, new TreeMap<>(Map.of("GET", Router::upgradeOnly)));
    }

    static Router of(Shards shards, Bounds bounds, Supplier<String> metrics, Webhooks webhooks) {
        return new Router(shards, Clock.systemUTC(), metrics, webhooks, bounds);
    }

    private void addWebhooks(WebhookRoutes webhooks) {
        add(Route.WEBHOOKS, "GET", webhooks::list);
        add(Route.WEBHOOK, "GET", webhooks::get);
        add(Route.WEBHOOK, "PUT", webhooks::put);
        add(Route.WEBHOOK, "DELETE", webhooks::delete);
    }

    private void addCollections(Shards shards, Webhooks webhooks, Clock clock) {
        CollectionRoutes collections = new CollectionRoutes(shards, webhooks);
        add(Route.COLLECTIONS, "GET", collections::list);
        add(Route.BACKUP, "POST", new BackupRoutes(shards, clock)::post);
        add(Route.EMBEDDERS, "GET", new EmbedderRoutes(shards)::list);
        add(Route.COLLECTION, "GET", collections::get);
        add(Route.COLLECTION, "PUT", collections::put);
        add(Route.COLLECTION, "DELETE", collections::delete);
        CostRoutes costs = new CostRoutes(shards, clock);
        add(Route.COST, "GET", costs::get);
        add(Route.COST_ESTIMATE, "POST", costs::estimate);
        EventRoutes events = new EventRoutes(shards, clock);
        add(Route.EVENTS, "POST", events::post);
        add(Route.REFRESH, "POST", events::refresh);
        add(Route.DELETE, "POST", new DeleteRoutes(shards, clock)::post);
        HeldRoutes held = new HeldRoutes(shards);
        add(Route.HELD, "GET", held::list);
        add(Route.RELEASE_HELD, "POST", held::release);
        add(Route.PURGE, "POST", new PurgeRoutes(shards, clock)::post);
        ExportRoutes exports = new ExportRoutes(shards, clock);
        add(Route.EXPORT, "GET", exports::export);
        add(Route.IMPORT, "POST", exports::take);
        WithheldRoutes withheld = new WithheldRoutes(shards);
        add(Route.WITHHELD, "GET", withheld::list);
        add(Route.RELEASE, "POST", withheld::release);
        ReembeddingRoutes reembedding = new ReembeddingRoutes(shards);
        add(Route.REEMBEDDING, "GET", reembedding::get);
        add(Route.REEMBEDDING_CONFIRM, "POST", reembedding::confirm);
        ReconcileRoutes reconcile = new ReconcileRoutes(shards);
        add(Route.RECONCILE, "GET", reconcile::get);
        add(Route.RECONCILE, "POST", reconcile::post);
        DeadLetterRoutes dead = new DeadLetterRoutes(shards);
        add(Route.DEAD_LETTERS, "GET", dead::list);
        add(Route.DEAD_LETTERS_RETRY, "POST", dead::retry);
        add(Route.DEAD_LETTERS_DISCARD, "POST", dead::discard);
        SearchRoutes search = new SearchRoutes(shards);
        add(Route.SEARCH, "GET", search::get);
        add(Route.SEARCH, "POST", search::post);
        ListRoutes lists = new ListRoutes(shards);
        VersionRoutes versions = new VersionRoutes(shards, clock);
        add(Route.VERSIONS, "GET", versions::list);
        TagRoutes tags = new TagRoutes(shards);
        add(Route.TAGS, "GET", tags::list);
        add(Route.TAG, "PUT", tags::put);
        add(Route.TAG, "DELETE", tags::delete);
        add(Route.ROLLBACK, "POST", versions::rollBack);
        MigrationRoutes migrations = new MigrationRoutes(shards);
        add(Route.MIGRATIONS, "GET", migrations::get);
        add(Route.MIGRATIONS, "POST", migrations::post);
        add(Route.MIGRATION, "POST", migrations::act);
        add(Route.DIFF, "GET", versions::diff);
        add(Route.HISTORY, "GET", versions::history);
        add(Route.SKIPPED, "GET", new SourceRoutes(shards)::skipped);
        add(Route.DOCUMENTS, "GET", lists::documents);
        add(Route.DOCUMENTS_LIST, "POST", lists::documentsByPost);
    }

    private void addDocuments(Shards shards, Clock clock) {
        DocumentRoutes documents = new DocumentRoutes(shards, clock);
        for (Route route :
                new Route[] {Route.DOCUMENT, Route.DOCUMENT_BY_QUERY, Route.DOCUMENTS_LIST}) {
            add(route, "GET", documents::get);
            add(route, "PUT", documents::put);
            add(route, "PATCH", documents::patch);
            add(route, "DELETE", documents::delete);
        }
    }

    private void addPage(PageRoutes page) {
        add(Route.PAGE, "GET", page.of(PageFiles.FIRST));
        add(Route.DOCS, "GET", page.of(PageFiles.DOCS));
        add(Route.OPENAPI, "GET", page.of(PageFiles.OPENAPI));
        add(Route.ASYNCAPI, "GET", page.of(PageFiles.ASYNCAPI));
        add(Route.PAGE_FILE, "GET", page::file);
    }

    private void add(Route route, String method, Handler handler) {
        routes.computeIfAbsent(route, _ -> new TreeMap<>()).put(method, handler);
    }

    /// The table: each known path's methods.
    Map<Route, Set<String>> methods() {
        Map<Route, Set<String>> methods = new EnumMap<>(Route.class);
        routes.forEach((route, handlers) -> methods.put(route, handlers.keySet()));
        return methods;
    }

    /// A HEAD is a GET whose body is not sent.
    Reply answer(ServerRequest request, Target target) throws InterruptedException {
        SortedMap<String, Handler> methods = routes.get(target.route());
        if (methods == null) {
            return nothingHere(target);
        }
        String method = request.prologue().method().text();
        Handler handler = methods.get(method.equals("HEAD") ? "GET" : method);
        if (handler == null) {
            return notAllowed(method, methods);
        }
        return handler.handle(new Exchange(request, target, bounds));
    }

    private static Reply notAllowed(String method, SortedMap<String, Handler> methods) {
        String allowed = String.join(", ", methods.keySet());
        return Reply.problem(
                        Problem.of(
                                ProblemCode.METHOD_NOT_ALLOWED.word(),
                                method + " is not taken here; allowed: " + allowed))
                .with("Allow", allowed);
    }

    private static Reply nothingHere(Target target) {
        return Reply.problem(
                Problem.of(
                        ProblemCode.NOT_FOUND.word(),
                        target.collectionText().isPresent()
                                ? "a collection has no such member; a document's id goes behind"
                                        + " /documents/"
                                : "the API lies under /v1/collections"));
    }

    private static Reply nothingHere(Exchange exchange) {
        exchange.collection();
        throw ProblemException.of(ProblemCode.NOT_FOUND, "the change feed is not served here");
    }

    private static Reply upgradeOnly(Exchange exchange) {
        exchange.query();
        throw ProblemException.of(
                ProblemCode.INVALID_FIELD, "this is a WebSocket; send an upgrade request");
    }
}

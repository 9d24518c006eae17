package io.freshet.client;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A collection of a server, whether it exists or not: an event makes it. What is sent is on the
/// server's disk when the call returns; [Write#await] also waits until it is searchable. Safe for
/// any thread.
public final class FreshetCollection {
    /// The collection's files are written anew.
    private static final Duration PURGE_MAX = Duration.ofMinutes(10);

    private final FreshetClient client;
    private final Http http;
    private final String name;
    private final String path;

    FreshetCollection(FreshetClient client, Http http, String name) {
        this.client = client;
        this.http = http;
        this.name = name;
        this.path = "/v1/collections/" + Call.encoded(name);
    }

    public String name() {
        return name;
    }

    /// Its versions: listed, compared, gone back to, tagged.
    public CollectionVersions versions() {
        return new CollectionVersions(http, path);
    }

    /// Its dead letters, withheld deletes and skipped files, and how it is reconciled.
    public CollectionUpkeep upkeep() {
        return new CollectionUpkeep(http, path);
    }

    /// Its move to another embedder or another way to cut.
    public CollectionMigrations migrations() {
        return new CollectionMigrations(http, path);
    }

    /// Its webhooks: the feed, posted to a URL.
    public CollectionWebhooks webhooks() {
        return new CollectionWebhooks(http, path);
    }

    // Events and documents

    /// Sends events, all or nothing.
    public Accepted events(Event... events) {
        return events(EventsRequest.of(events));
    }

    /// Sends events, all or nothing.
    public Accepted events(EventsRequest request) {
        Call call = Call.post(path + "/events", request.json()).safe(request.isSafe());
        return http.run(call.awaiting(request.await()), Accepted.class);
    }

    /// What [#events(EventsRequest)] would do; nothing is changed.
    public DryRun dryRun(EventsRequest request) {
        Call call = Call.post(path + "/events", request.json()).safe(true);
        return http.run(call.query("dry_run", true), DryRun.class);
    }

    /// Sends any number of events in constant memory: they are asked for while they are sent. A bad
    /// one is rejected and the others go on. After a failure all of it may be sent again: what is
    /// unchanged costs nothing. What the source of the events throws is thrown here.
    public Loaded load(Iterator<Event> events) {
        return http.upload(Call.of("POST", path + "/events"), new EventLines(events), Loaded.class);
    }

    /// Sends any number of events in constant memory. The stream is closed afterwards.
    public Loaded load(Stream<Event> events) {
        try (events) {
            return load(events.iterator());
        }
    }

    /// This is the document now, as Markdown.
    public Accepted put(String documentId, String text) {
        return put(documentId, Content.text(text), Write.ACCEPTED);
    }

    /// This is the document now, as Markdown.
    public Accepted put(String documentId, String text, Write how) {
        return put(documentId, Content.text(text), how);
    }

    /// This is the document now.
    public Accepted put(String documentId, Content content, Write how) {
        return http.run(
                document("PUT", documentId).body(content.json()).written(how), Accepted.class);
    }

    /// Merges into the document's metadata (null removes a member); embeds nothing.
    public Accepted patch(String documentId, Map<String, ?> metadata, Write how) {
        Call call =
                document("PATCH", documentId)
                        .body(metadata)
                        .mediaType("application/merge-patch+json");
        return http.run(call.written(how), Accepted.class);
    }

    public Accepted delete(String documentId) {
        return delete(documentId, Write.ACCEPTED);
    }

    public Accepted delete(String documentId, Write how) {
        return http.run(document("DELETE", documentId).written(how), Accepted.class);
    }

    /// Deletes what is selected, in one version.
    public Accepted delete(Selection selection, Write how) {
        return http.run(Call.post(path + "/delete", selection.json()).written(how), Accepted.class);
    }

    /// What [#delete(Selection, Write)] would do; nothing is changed.
    public DryRun dryRun(Selection selection) {
        Call call = Call.post(path + "/delete", selection.json()).safe(true);
        return http.run(call.query("dry_run", true), DryRun.class);
    }

    /// Forgets documents, named or under a prefix, for good: no byte of them is left in the data
    /// directory, in no older version and in no feed. The reason goes to the server's log.
    public Purged purge(Selection selection, String reason) {
        Call call = Call.post(path + "/purge", selection.json().with("reason", reason));
        return http.run(call.waiting(PURGE_MAX), Purged.class);
    }

    /// Has all documents cut again from their stored text; what comes out the same costs nothing.
    public Accepted refresh(Write how) {
        return http.run(Call.post(path + "/refresh", Fields.NONE).written(how), Accepted.class);
    }

    /// Has these documents cut again from their stored text.
    public Accepted refresh(List<String> documentIds, Write how) {
        Fields body = Fields.NONE.with("document_ids", List.copyOf(documentIds));
        return http.run(Call.post(path + "/refresh", body).written(how), Accepted.class);
    }

    /// The document as the searchable version holds it; 404 `unknown_document` where it has none.
    public Document get(String documentId) {
        return http.run(document("GET", documentId).safe(true), Document.class);
    }

    /// The document as an older version that is retained holds it.
    public Document get(String documentId, long atVersion) {
        Call call = document("GET", documentId).query("at_version", atVersion);
        return http.run(call.safe(true), Document.class);
    }

    /// The document as the searchable version holds it, its chunks with their vectors.
    public Document getWithVectors(String documentId) {
        Call call = document("GET", documentId).query("include", "vector");
        return http.run(call.safe(true), Document.class);
    }

    /// The document as an older version that is retained holds it, its chunks with their vectors.
    public Document getWithVectors(String documentId, long atVersion) {
        Call call = document("GET", documentId).query("at_version", atVersion);
        return http.run(call.query("include", "vector").safe(true), Document.class);
    }

    private Call document(String method, String documentId) {
        return Call.of(method, path + "/document").query("document_id", documentId);
    }

    /// All documents, by id.
    public Paged<DocumentSummary> documents() {
        return documents(Listing.ALL);
    }

    /// The documents that the listing describes, by id.
    public Paged<DocumentSummary> documents(Listing listing) {
        return new Paged<>(
                (after, limit) -> {
                    Fields body = listing.json().known("after", after).with("limit", limit);
                    Call call = Call.post(path + "/documents/list", body).safe(true);
                    return page(http.tree(call), "documents", DocumentSummary.class);
                });
    }

    static <T> Page<T> page(JsonNode tree, String plural, Class<T> type) {
        JsonNode next = tree.path("next");
        boolean ends = next.isNull() || next.isMissingNode();
        return new Page<>(JsonText.list(tree.path(plural), type), ends ? null : next.asString());
    }

    // Search

    public Hits search(String query) {
        return search(SearchRequest.of(query));
    }

    public Hits search(SearchRequest request) {
        Call call = Call.post(path + "/search", request.json()).safe(true);
        return http.run(call.waiting(request.waits()), Hits.class);
    }

    // The feed

    /// Each change once and in order; see [FreshetClient#subscribe].
    public Subscription subscribe(Subscriber subscriber) {
        return client.subscribe(name, subscriber);
    }

    /// Each update from now on; see [FreshetClient#subscribe].
    public Subscription subscribe(
            Consumer<IndexUpdate> onUpdate, Consumer<RuntimeException> onError) {
        return client.subscribe(name, null, onUpdate, onError);
    }

    /// A page of the feed behind a position; from the oldest change that is retained where it is
    /// null. Waits, at most so long, for the first one.
    public Changes changes(@Nullable String since, int limit, Duration await) {
        return changes(ChangesRequest.since(since).limit(limit).await(await));
    }

    /// A page of the feed, and what of it.
    public Changes changes(ChangesRequest request) {
        return Feed.page(http.tree(request.call(path + "/changes")));
    }

    // Out into a file and in again

    /// Writes the newest version, with its vectors, as a JSON object a line, in constant memory.
    public Exported exportTo(OutputStream lines) {
        byte[] last = http.download(Call.get(path + "/export"), lines);
        return Exported.footer(last);
    }

    /// Writes the newest version into a file, which is there once it is whole.
    public Exported exportTo(Path file) {
        return new Target(file).write(this::exportTo);
    }

    /// Puts the documents of an export, with their vectors, in constant memory. A file that was cut
    /// or changed is refused before anything of it is taken (400 `bad_export`).
    public Imported importFrom(ImportRequest request) {
        return request.send(http, path + "/import");
    }

    /// Writes a backup of it into a file for `freshet restore`; the file is there once it is whole.
    public void backupTo(Path file) {
        Call call = Call.of("POST", "/v1/backup").query("collection", name);
        new Target(file).write(zip -> http.download(call, zip));
    }

    // The collection itself

    public Status status() {
        return http.run(Call.get(path), Status.class);
    }

    /// Makes it with the defaults, where it is not there.
    public Status create() {
        return http.run(Call.of("PUT", path).safe(true), Status.class);
    }

    /// Makes it, or changes the settings that are named, with the keys and units of freshet.yaml;
    /// null goes back to the default.
    public Status create(Map<String, ?> settings) {
        return http.run(Call.of("PUT", path).body(settings).safe(true), Status.class);
    }

    /// Removes it with its documents, versions, waiting events and settings.
    public Removed remove() {
        return http.run(Call.of("DELETE", path), Removed.class);
    }
}

package io.freshet.client;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// The versions of a collection. Safe for any thread.
public final class CollectionVersions {
    private final Http http;
    private final String path;

    CollectionVersions(Http http, String path) {
        this.http = http;
        this.path = path;
    }

    /// Those that are retained, newest first.
    public Paged<Version> list() {
        return paged(Call.get(path + "/versions"), "versions", Version.class);
    }

    /// What versions did to a document, newest first.
    public Paged<DocumentChange> history(String documentId) {
        Call call = Call.get(path + "/history").query("document_id", documentId);
        return paged(call, "history", DocumentChange.class);
    }

    /// What differs between two retained versions, by document. `from` may be the newer one: then
    /// it is what a rollback would do.
    public Paged<DocumentDiff> diff(long from, long to) {
        Call call = Call.get(path + "/diff").query("from", from).query("to", to);
        return paged(call, "documents", DocumentDiff.class);
    }

    /// Makes the content of an older version the newest version; nothing is embedded, unless
    /// [RollbackRequest#allowCost] lets it.
    public RolledBack rollback(RollbackRequest request) {
        return http.run(Call.post(path + "/rollback", request.json()), RolledBack.class);
    }

    /// The versions that are kept for their name, by name.
    public SortedMap<String, Long> tags() {
        SortedMap<String, Long> versions = new TreeMap<>();
        http.tree(Call.get(path + "/tags"))
                .path("tags")
                .forEach(tag -> versions.put(tag.path("name").asString(""), version(tag)));
        return versions;
    }

    /// Gives a version a name: it is kept as long as it has one. The name moves where it is given
    /// already.
    public void tag(String tag, long version) {
        http.tree(named("PUT", tag).body(Map.of("index_version", version)).safe(true));
    }

    /// Gives the newest version a name.
    ///
    /// @return which one that is
    public long tag(String tag) {
        return version(http.tree(named("PUT", tag)));
    }

    /// Takes the name away.
    ///
    /// @return which version had it
    public long untag(String tag) {
        return version(http.tree(named("DELETE", tag)));
    }

    private static long version(JsonNode tag) {
        return tag.path("index_version").asLong(0);
    }

    private Call named(String method, String tag) {
        return Call.of(method, path + "/tags/" + Call.encoded(tag));
    }

    private <T> Paged<T> paged(Call call, String plural, Class<T> type) {
        return new Paged<>(
                (after, limit) ->
                        FreshetCollection.page(
                                http.tree(call.query("after", after).query("limit", limit)),
                                plural,
                                type));
    }
}

package io.freshet.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a person looks after in a collection. Safe for any thread.
public final class CollectionUpkeep {
    private static final Map<String, Object> ALL = Map.of("all", true);

    private final Http http;
    private final String path;

    CollectionUpkeep(Http http, String path) {
        this.http = http;
        this.path = path;
    }

    /// Changes that were tried in vain and are set aside.
    public Paged<DeadLetter> deadLetters() {
        return paged("/dead-letters", "dead_letters", DeadLetter.class);
    }

    /// The dead letter of a document, if it has one.
    public Optional<DeadLetter> deadLetter(String documentId) {
        Call call = Call.get(path + "/dead-letters").query("document_id", documentId);
        JsonNode found = http.tree(call).path("dead_letters");
        return JsonText.list(found, DeadLetter.class).stream().findFirst();
    }

    /// Tries all again, as often as a new event.
    ///
    /// @return how many there were
    public int retryDeadLetters() {
        return count("/dead-letters/retry", ALL, "retried");
    }

    /// Tries these again.
    public int retryDeadLetters(List<String> documentIds) {
        return count("/dead-letters/retry", named(documentIds), "retried");
    }

    /// Drops all for good.
    ///
    /// @return how many there were
    public int discardDeadLetters() {
        return count("/dead-letters/discard", ALL, "discarded");
    }

    /// Drops these for good.
    public int discardDeadLetters(List<String> documentIds) {
        return count("/dead-letters/discard", named(documentIds), "discarded");
    }

    /// Deletes that a source reported among too many to be believed.
    public Paged<WithheldDelete> withheld() {
        return paged("/withheld", "withheld", WithheldDelete.class);
    }

    /// Lets all of them happen.
    ///
    /// @return how many there were
    public int releaseWithheld() {
        return count("/withheld/release", Map.of(), "released");
    }

    /// Lets these happen.
    public int releaseWithheld(List<String> documentIds) {
        return count("/withheld/release", named(documentIds), "released");
    }

    /// Documents of a source that stay as a rollback made them, by id.
    public Paged<String> held() {
        return new Paged<>(
                (after, limit) -> {
                    Page<Held> page = page("/held", "held", Held.class).ask(after, limit);
                    return new Page<>(
                            page.items().stream().map(Held::documentId).toList(), page.next());
                });
    }

    private record Held(String documentId) {}

    /// Takes all of them from their source again.
    ///
    /// @return how many there were
    public int releaseHeld() {
        return count("/held/release", Map.of(), "released");
    }

    /// Takes these from their source again.
    public int releaseHeld(List<String> documentIds) {
        return count("/held/release", named(documentIds), "released");
    }

    /// What waits to be confirmed, for it would embed again much of what is there.
    public Optional<Reembedding> heldReembedding() {
        return reembedding(Call.get(path + "/reembedding"), "held");
    }

    /// Lets what is held until now be embedded.
    ///
    /// @return what that was
    public Optional<Reembedding> confirmReembedding() {
        return reembedding(Call.of("POST", path + "/reembedding/confirm"), "confirmed");
    }

    private Optional<Reembedding> reembedding(Call call, String word) {
        JsonNode told = http.tree(call).path(word);
        return told.isObject()
                ? Optional.of(JsonText.as(told, Reembedding.class))
                : Optional.empty();
    }

    /// What the sources have and is not indexed.
    public Paged<SkippedPath> skipped() {
        return paged("/skipped", "skipped", SkippedPath.class);
    }

    /// Compares sources, ledger and stores from scratch and mends what differs. Waits at most so
    /// long; it goes on, and [#reconciling] tells how far it is. 409 `reconcile_running` where one
    /// runs already.
    public Reconciled reconcile(Duration await) {
        return reconciled(Call.of("POST", path + "/reconcile"), await);
    }

    /// Compares, and mends nothing.
    public Reconciled reconcileDryRun(Duration await) {
        return reconciled(Call.of("POST", path + "/reconcile").query("dry_run", true), await);
    }

    /// The newest comparison; waits at most so long for its end.
    public Reconciled reconciling(Duration await) {
        return reconciled(Call.get(path + "/reconcile"), await);
    }

    private Reconciled reconciled(Call call, Duration await) {
        return http.run(call.query("timeout", Call.millis(await)).waiting(await), Reconciled.class);
    }

    private static Map<String, Object> named(List<String> documentIds) {
        return Map.of("document_ids", List.copyOf(documentIds));
    }

    private int count(String below, Map<String, Object> which, String word) {
        return http.tree(Call.of("POST", path + below).body(which)).path(word).asInt();
    }

    private <T> Paged<T> paged(String below, String plural, Class<T> type) {
        return new Paged<>(page(below, plural, type));
    }

    private <T> Paged.Pages<T> page(String below, String plural, Class<T> type) {
        return (after, limit) -> {
            Call call = Call.get(path + below).query("after", after).query("limit", limit);
            return FreshetCollection.page(http.tree(call), plural, type);
        };
    }
}

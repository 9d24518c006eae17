package io.freshet.library;

import io.freshet.Admission;
import io.freshet.Announcement;
import io.freshet.Change;
import io.freshet.CollectionName;
import io.freshet.Committed;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.Format;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.IndexEvent;
import io.freshet.Metadata;
import io.freshet.Position;
import io.freshet.Priority;
import io.freshet.Problem;
import io.freshet.Purge;
import io.freshet.Reembedded;
import io.freshet.SearchRequest;
import io.freshet.SearchRequest.Mode;
import io.freshet.SearchRequest.Scope;
import io.freshet.SearchResult;
import io.freshet.Submission;
import io.freshet.Version;
import io.freshet.engine.CollectionStatus;
import io.freshet.engine.Engine;
import io.freshet.engine.Purged;
import io.freshet.engine.Shard;
import io.freshet.engine.Versions;
import io.freshet.engine.Visibility;
import io.freshet.library.export.BadExportException;
import io.freshet.library.export.Export;
import io.freshet.library.export.Import;
import io.freshet.spi.Ledger.Rollback;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// A collection within this process. What is sent is on disk when the call returns, and searchable
/// soon after: [#awaitSearchable] waits for it. Safe for any thread; every method may block.
///
/// What is over a limit for now, or asked while the collection starts or stops, fails with
/// `Unavailable` and says when to try again; what will never be taken, with `Refused`; a damaged
/// collection, with `Corrupt`.
public final class FreshetCollection {
    private static final int HITS = 10;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Engine engine;
    private final CollectionName name;

    FreshetCollection(Engine engine, CollectionName name) {
        this.engine = engine;
        this.name = name;
    }

    public String name() {
        return name.value();
    }

    /// The document is this Markdown now.
    public Admission.Accepted put(String id, String markdown) throws InterruptedException {
        return put(id, new Content(Format.MARKDOWN, markdown), Map.of());
    }

    /// The document is this now.
    ///
    /// @param metadata text, numbers, truth values, and lists and maps of them
    public Admission.Accepted put(String id, Content content, Map<String, ?> metadata)
            throws InterruptedException {
        Change.MetadataChange given = new Change.MetadataChange.Replace(Metadata.of(metadata));
        return send(List.of(event(List.of(id), new Change.Upsert(Optional.of(content), given))));
    }

    public Admission.Accepted delete(String... ids) throws InterruptedException {
        return send(List.of(event(Arrays.asList(ids), new Change.Delete())));
    }

    /// Each event for itself.
    public Admission.Accepted send(List<IndexEvent> events) throws InterruptedException {
        return send(new Submission(events, false));
    }

    /// All of it, or nothing: as one index version where it is atomic.
    public Admission.Accepted send(Submission submission) throws InterruptedException {
        return switch (shard().submit(submission)) {
            case Admission.Accepted accepted -> accepted;
            case Admission.Rejected(Problem problem) ->
                    throw new Refused(
                            problem.pointer().map(at -> at + ": ").orElse("") + problem.detail());
            case Admission.Deferred later ->
                    throw new Unavailable(later.problem().detail(), later.retryAfter());
            case Admission.NotReady later ->
                    throw new Unavailable(later.problem().detail(), later.retryAfter());
        };
    }

    private static IndexEvent event(List<String> ids, Change change) {
        return new IndexEvent(
                ids.stream().map(DocumentId::new).toList(),
                change,
                Priority.NORMAL,
                OptionalLong.empty(),
                Optional.empty(),
                Instant.now());
    }

    /// Waits until searches see what was sent, or the time is over.
    public Visibility awaitSearchable(Admission.Accepted sent, Duration timeout)
            throws InterruptedException {
        return shard().awaitSequence(sent.sequence(), timeout);
    }

    /// The ten best chunks, by meaning and by words.
    public SearchResult search(String question) throws InterruptedException {
        return search(
                new SearchRequest(
                        question, Optional.empty(), Mode.HYBRID, HITS, Scope.ALL, 0, 0, false));
    }

    public SearchResult search(SearchRequest request) throws InterruptedException {
        return shard().search(request);
    }

    public Optional<Committed> document(String id) throws InterruptedException {
        return shard().document(new DocumentId(id));
    }

    /// Documents by id.
    ///
    /// @param prefix that their ids begin with
    /// @param after the last id of the page before
    public List<Committed> documents(String prefix, Optional<String> after, int limit)
            throws InterruptedException {
        return shard().list(prefix, after.map(DocumentId::new), limit);
    }

    /// The newest versions, newest first.
    public List<Version> versions(int limit) throws InterruptedException {
        return shard().versions(Long.MAX_VALUE, limit);
    }

    /// Older versions: what they hold, what differs, and back to one.
    public Versions versions() throws InterruptedException {
        return shard().versions();
    }

    /// Makes the content of an older version the newest, at no embedding cost, and waits until
    /// searches see it or the time is over.
    public Versions.Outcome rollBack(long version, Duration timeout) throws InterruptedException {
        Rollback all = new Rollback(version, "", List.of(), Instant.now());
        return shard().versions().rollBack(all, false, timeout);
    }

    /// Writes the newest version, with its chunks and vectors, a JSON object a line.
    public void export(OutputStream out) throws IOException, InterruptedException {
        Export.write(shard().versions(), name, Instant.now(), out);
    }

    /// Puts what [#export] wrote; known vectors are not asked for again.
    ///
    /// @param allowCost whether chunks may be embedded that the file has no fitting vector for
    ///
    /// @throws BadExportException where the file is damaged: nothing of it is taken then
    /// @throws Refused where something would have to be embedded and may not
    public Import.Done importFrom(Path file, boolean allowCost)
            throws IOException, InterruptedException {
        Import into = new Import(shard(), Clock.systemUTC());
        Import.Survey survey = into.survey(file);
        if (survey.unknown() > 0 && !allowCost) {
            throw new Refused(
                    survey.unknown()
                            + " of "
                            + survey.chunks()
                            + " chunks have no vector that fits this collection: to embed about "
                            + survey.tokens()
                            + " tokens, allow the cost");
        }
        return into.take(file);
    }

    /// Forgets documents for good, in every version and file.
    ///
    /// @param expectMax where more are matched, none is
    public Purged purge(Purge purge, OptionalLong expectMax) throws InterruptedException {
        return engine.upkeep().purge(name, purge, expectMax).orElseThrow(this::gone);
    }

    /// Lets go on what is held since it would embed much of the collection again.
    ///
    /// @return what was held
    public Optional<Reembedded> confirmReembedding() throws InterruptedException {
        return engine.confirmReembedding(name);
    }

    /// Hands over every change from now on, or since a position, each once and in order, in a
    /// thread of its own, until it is closed. What the listener throws ends it, and is kept in
    /// [Subscription#failure].
    ///
    /// @param since behind the position that was handled last; a new program passes
    ///   `Optional.empty()`
    public Subscription subscribe(Optional<Position> since, Consumer<Announcement> listener)
            throws InterruptedException {
        return Subscription.start(engine, name, since, listener);
    }

    public CollectionStatus status() throws InterruptedException {
        return shard().status();
    }

    /// All that can be asked of it: dry runs, dead letters, withheld deletes, reconcile.
    public Shard shard() throws InterruptedException {
        return engine.find(name).orElseThrow(this::gone);
    }

    private Unavailable gone() {
        return new Unavailable("the collection is gone: " + name, SOON);
    }
}

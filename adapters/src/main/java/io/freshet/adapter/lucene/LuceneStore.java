package io.freshet.adapter.lucene;

import io.freshet.Check;
import io.freshet.Filter;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Purge;
import io.freshet.RowKey;
import io.freshet.SearchRequest;
import io.freshet.SearchSettings;
import io.freshet.Vector;
import io.freshet.spi.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The embedded store. Writing is confined to one caller at a time; any thread may search.
///
/// A publish reopens the reader, which shows all that was written, and swaps reader and version as
/// one reference. It syncs nothing. Now and then it also commits, with history and version in the
/// commit: after a crash the store opens at its last commit, and the ledger's rows of the versions
/// since are written again. A commit is made only right after a publish, so it never holds half a
/// version; rows that were written and not published are dropped at a close.
///
/// A writer that failed is never used again. The store reopens at its last commit, says so in the
/// log, and the call that met the failure throws `Unavailable`: [#applied] then tells how far back
/// the store fell. An index that cannot be opened is set aside and the store begins empty, for
/// nothing is in it that the ledger could not write again.
///
/// Rejected: a commit at each publish (about 80 ms more for each), and a field for each metadata
/// key (a thousand keys would be a thousand fields in every segment).
public final class LuceneStore implements Store {
    static final int COMMIT_PUBLISHES = 256;
    static final Duration COMMIT_AFTER = Duration.ofSeconds(30);

    /// A merge that began before the deletes takes some of them along, and is itself merged then.
    private static final int MERGES_MAX = 10;

    private static final Logger LOG = LoggerFactory.getLogger(LuceneStore.class);

    private final String name;
    private final IndexHome home;
    private final int dimensions;
    private final LongSupplier nanos;
    private final Words words;

    private Index index;
    private boolean hasUnpublished;
    private int publishesToCommit;
    private long firstToCommitNanos;

    private volatile Snapshot current;
    private volatile boolean isClosed;

    private LuceneStore(String name, IndexHome home, LongSupplier nanos) {
        this.name = name;
        this.home = home;
        this.dimensions = home.dimensions();
        this.words = home.words();
        this.nanos = nanos;
        var opened = home.open();
        this.index = opened.index();
        this.current = opened.snapshot();
    }

    /// @param directory of this store alone; made where it is absent
    /// @param kept how rows lie in it; an index of another width, or whose words were split
    ///   otherwise, is begun anew
    /// @param nanos a clock that never goes back, to commit by
    public static LuceneStore open(String name, Path directory, Kept kept, LongSupplier nanos) {
        return new LuceneStore(
                name,
                new IndexHome(directory, kept.dimensions(), new Words(kept.keywords())),
                nanos);
    }

    /// @param dimensions of the vectors
    public record Kept(int dimensions, SearchSettings.Keywords keywords) {}

    @Override
    public String name() {
        return name;
    }

    @Override
    public Applied applied() {
        requireOpen();
        return current.applied();
    }

    @Override
    public void write(List<RowKey> removed, List<Row> written) {
        attempt(
                "write",
                () -> {
                    hasUnpublished = true;
                    var writer = index.writer();
                    writer.deleteDocuments(
                            removed.stream().map(RowDocuments::term).toArray(Term[]::new));
                    for (Row row : written) {
                        requireWidth(row.vector());
                        writer.updateDocument(
                                RowDocuments.term(row.key()), RowDocuments.document(row));
                    }
                });
    }

    @Override
    public void publish(String history, long version) {
        attempt(
                "publish",
                () -> {
                    show(history, version);
                    if (publishesToCommit == 0) {
                        firstToCommitNanos = nanos.getAsLong();
                    }
                    publishesToCommit++;
                    if (isCommitDue()) {
                        commit();
                    }
                });
    }

    @Override
    public void reset() {
        attempt(
                "reset",
                () -> {
                    index.writer().deleteAll();
                    show("", 0);
                    commit();
                });
    }

    /// A merge writes what is left into new files, without words and vectors of deleted rows; the
    /// old files go with the commit that named them, and with the last reader that reads them.
    @Override
    public void forget(Purge purge) {
        attempt(
                "forget",
                () -> {
                    var scope =
                            new SearchRequest.Scope(
                                    Filter.all(), purge.prefix(), purge.documents());
                    var label =
                            new Snapshot.Label(
                                    current.applied().history(), current.applied().version());
                    index.writer().deleteDocuments(ScopeQuery.of(scope));
                    show(label.history(), label.version());
                    for (int i = 0; i < MERGES_MAX && current.reader().hasDeletions(); i++) {
                        index.mergeDeletesAway();
                        show(label.history(), label.version());
                    }
                    if (current.reader().hasDeletions()) {
                        throw new IOException("deleted rows were not merged away");
                    }
                    commit();
                    index.writer().deleteUnusedFiles();
                    home.dropAside();
                });
    }

    @Override
    public Candidates search(Query query) {
        query.vector().ifPresent(this::requireWidth);
        var snapshot = acquire();
        try {
            var searches = new Searches(snapshot, ScopeQuery.of(query.scope()), query.limit());
            List<Candidate> byVector = List.of();
            if (query.vector().isPresent()) {
                float[] unit = RowDocuments.unit(query.vector().get());
                byVector = searches.byVector(unit, query.exact());
            }
            List<Candidate> byKeyword = List.of();
            if (query.words().isPresent()) {
                var asked = words.asked(query.words().get());
                byKeyword =
                        query.exact()
                                ? searches.byEveryRow(asked)
                                : searches.byKeyword(words.query(asked));
            }
            return new Candidates(snapshot.applied().version(), byVector, byKeyword);
        } catch (IOException e) {
            throw new Unavailable("index search failed; store=" + name, e);
        } finally {
            release(snapshot);
        }
    }

    @Override
    public Ranking ranking(Query query) {
        query.vector().ifPresent(this::requireWidth);
        try {
            return new RowRanking(words, query);
        } catch (IOException e) {
            throw new Unavailable("the question cannot be read; store=" + name, e);
        }
    }

    @Override
    public long digest(Row row) {
        return RowDigest.of(row);
    }

    @Override
    public Held read(Optional<RowKey> after, int limit) {
        var snapshot = acquire();
        try {
            var rows = new ReadBack(snapshot.reader()).rows(after, limit);
            return new Held(snapshot.applied(), rows);
        } catch (IOException e) {
            throw new Unavailable("index scan failed; store=" + name, e);
        } finally {
            release(snapshot);
        }
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try {
            if (index.isOpen() && !hasUnpublished && publishesToCommit > 0) {
                commit();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("index commit failed at close store={}", name, e);
        }
        release(current);
        try {
            index.close();
        } catch (IOException | RuntimeException e) {
            LOG.warn("index close failed store={}", name, e);
        }
    }

    /// One change of the index.
    private interface Step {
        void run() throws IOException;
    }

    private void attempt(String what, Step step) {
        requireOpen();
        if (!index.isOpen()) {
            throw fellBack(what, new IOException("the writer had failed", index.tragedy()));
        }
        try {
            step.run();
        } catch (IOException e) {
            if (index.isOpen()) {
                throw new Unavailable(
                        "index " + what + " failed: " + e.getMessage() + "; store=" + name, e);
            }
            throw fellBack(what, e);
        } catch (RuntimeException e) {
            // A writer that a merge has broken says so in more than one type.
            if (index.isOpen()) {
                throw e;
            }
            throw fellBack(what, e);
        }
    }

    /// Reopens at the last commit, where that works; where it does not, the next change tries.
    private Unavailable fellBack(String what, Exception cause) {
        var before = current;
        var opened = home.reopen(index);
        index = opened.index();
        current = opened.snapshot();
        hasUnpublished = false;
        publishesToCommit = 0;
        release(before);
        var applied = current.applied();
        LOG.warn(
                "index writer failed, reopened at the last commit store={} version={} was={}",
                name,
                applied.version(),
                before.applied().version(),
                cause);
        return new Unavailable(
                "index "
                        + what
                        + " failed and the store fell back: "
                        + cause.getMessage()
                        + "; store="
                        + name
                        + " version="
                        + applied.version(),
                cause);
    }

    private void show(String history, long version) throws IOException {
        var before = current;
        DirectoryReader reader = DirectoryReader.openIfChanged(before.reader(), index.writer());
        if (reader == null) {
            reader = before.reader();
            reader.incRef();
        }
        current = Snapshot.of(reader, words.similarity(), new Snapshot.Label(history, version));
        hasUnpublished = false;
        release(before);
    }

    private boolean isCommitDue() {
        return publishesToCommit >= COMMIT_PUBLISHES
                || nanos.getAsLong() - firstToCommitNanos >= COMMIT_AFTER.toNanos();
    }

    private void commit() throws IOException {
        index.commit(current.applied());
        publishesToCommit = 0;
    }

    /// A snapshot whose reader stays open till it is released. One that a publish has just replaced
    /// may be gone already: then there is a newer one.
    private Snapshot acquire() {
        while (true) {
            requireOpen();
            var snapshot = current;
            if (snapshot.reader().tryIncRef()) {
                return snapshot;
            }
        }
    }

    private void release(Snapshot snapshot) {
        try {
            snapshot.reader().decRef();
        } catch (IOException e) {
            LOG.warn("index reader close failed store={}", name, e);
        }
    }

    private void requireOpen() {
        if (isClosed) {
            throw new Unavailable("store is closed; store=" + name, Duration.ZERO);
        }
    }

    private void requireWidth(Vector vector) {
        Check.that(
                vector.dimensions() == dimensions,
                () ->
                        "a vector of another width; dimensions="
                                + vector.dimensions()
                                + " store="
                                + name);
    }
}

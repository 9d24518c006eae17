package io.freshet.engine;

import io.freshet.Announcement.DocumentChanged;
import io.freshet.Chunk;
import io.freshet.Chunked;
import io.freshet.Committed;
import io.freshet.Content;
import io.freshet.DocumentDiff;
import io.freshet.DocumentId;
import io.freshet.Money;
import io.freshet.Placement;
import io.freshet.Scope;
import io.freshet.SearchRequest;
import io.freshet.SearchResult;
import io.freshet.TagName;
import io.freshet.Vector;
import io.freshet.spi.Journal;
import io.freshet.spi.Journal.Discarded;
import io.freshet.spi.Ledger;
import io.freshet.spi.Ledger.Recut;
import io.freshet.spi.Ledger.Rollback;
import io.freshet.spi.Ledger.RolledBack;
import io.freshet.spi.Ticket;
import io.freshet.spi.World;
import io.freshet.spi.World.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

/// A collection's versions: read, compared and gone back to. Every method may be called by any
/// thread and blocks.
public final class Versions {
    private static final Duration POLL = Duration.ofMillis(20);

    private final SystemWorld world;
    private final Supplier<Pipeline> pipeline;
    private final Rerankers rerankers;

    /// @param pipeline throws where the collection cannot answer now
    Versions(SystemWorld world, Supplier<Pipeline> pipeline, Rerankers rerankers) {
        this.world = world;
        this.pipeline = pipeline;
        this.rerankers = rerankers;
    }

    /// The versions whose content can be asked for: all from the oldest to the one that searches
    /// see, and older ones that have a tag.
    public record Range(long oldest, long newest, SortedMap<TagName, Long> tags) {
        public Range {
            tags = Collections.unmodifiableSortedMap(tags);
        }

        public boolean holds(long version) {
            return (oldest <= version && version <= newest)
                    || (version < oldest && tags.containsValue(version));
        }
    }

    public Range range() throws InterruptedException {
        Pipeline steps = pipeline.get();
        return read(() -> range(steps));
    }

    /// The head is asked first: what lies before it and has a tag afterwards had it all the time,
    /// since a version that has gone gets no tag.
    static Range range(Pipeline steps) {
        Ledger ledger = steps.ports().ledger();
        long oldest = ledger.head().oldest();
        return new Range(oldest, Math.max(oldest, steps.feed().announced()), ledger.tags());
    }

    /// Its newest version, to be read from end to end and closed.
    public Snapshot snapshot() throws InterruptedException {
        return Snapshot.of(world, pipeline.get());
    }

    /// Vectors that were paid for elsewhere, for documents that are going to be put.
    public Importing importing() {
        return new Importing(world, pipeline.get());
    }

    /// Searches a version that is retained, exactly, whether or not a store shows it.
    public Searched search(SearchRequest request, long version) throws InterruptedException {
        return new TimeTravel(world, pipeline.get(), rerankers).search(request, version);
    }

    /// What came of a search of a version.
    public sealed interface Searched {
        record Found(SearchResult result) implements Searched {}

        record NotRetained() implements Searched {}

        /// That version's vectors are of another space, and two never mix (I7).
        record OtherSpace(String space) implements Searched {}
    }

    /// Gives a version a name, for which it is retained, or moves the name to it.
    public Ledger.Tagged tag(TagName name, long version) throws InterruptedException {
        Ledger ledger = ledger();
        return inOrder(() -> ledger.tag(name, version));
    }

    /// Takes a name away.
    ///
    /// @return whether there was such a name
    public boolean untag(TagName name) throws InterruptedException {
        Ledger ledger = ledger();
        return inOrder(() -> ledger.untag(name));
    }

    private <T> T inOrder(Callable<T> write) throws InterruptedException {
        return world.fork(Lane.LEDGER, World.UNBOUNDED, write).await();
    }

    /// The document as a version holds it.
    public Optional<Committed> document(DocumentId document, long version)
            throws InterruptedException {
        Ledger ledger = ledger();
        Map<DocumentId, Committed> found = read(() -> ledger.documents(List.of(document), version));
        return Optional.ofNullable(found.get(document));
    }

    /// The documents of a version whose id starts with `prefix` and lies after `after`, by id.
    public List<Committed> list(String prefix, Optional<DocumentId> after, int limit, long version)
            throws InterruptedException {
        Ledger ledger = ledger();
        return read(() -> ledger.list(prefix, after, limit, version));
    }

    /// The vectors of chunks, by hash, as far as they are known.
    public Map<String, Vector> vectors(List<String> hashes) throws InterruptedException {
        Ports ports = pipeline.get().ports();
        return read(() -> ports.vectors().find(ports.embedder().space(), hashes));
    }

    /// What versions did to a document, newest first, below `before`.
    public List<DocumentChanged> history(DocumentId document, long before, int limit)
            throws InterruptedException {
        Pipeline steps = pipeline.get();
        long below = Math.min(before, steps.feed().announced() + 1);
        return read(() -> steps.ports().ledger().history(document, below, limit));
    }

    /// What differs between two retained versions, by document after a key.
    ///
    /// @param next where to go on; empty at the end
    public record Differences(List<DocumentDiff> documents, Optional<DocumentId> next) {
        public Differences {
            documents = List.copyOf(documents);
        }
    }

    /// @param from may be above `to`: then it is what going back would do
    public Differences diff(long from, long to, Optional<DocumentId> after, int limit)
            throws InterruptedException {
        Ledger ledger = ledger();
        return read(
                () -> {
                    List<DocumentId> touched =
                            ledger.touched(Math.min(from, to), Math.max(from, to), after, limit);
                    Map<DocumentId, Committed> before = ledger.documents(touched, from);
                    Map<DocumentId, Committed> then = ledger.documents(touched, to);
                    List<DocumentDiff> differences = new ArrayList<>();
                    for (DocumentId document : touched) {
                        DocumentDiff.of(
                                        document,
                                        Optional.ofNullable(before.get(document)),
                                        Optional.ofNullable(then.get(document)))
                                .ifPresent(differences::add);
                    }
                    boolean ends = touched.size() < limit;
                    return new Differences(
                            differences, ends ? Optional.empty() : Optional.of(touched.getLast()));
                });
    }

    /// A rollback and what was left waiting.
    ///
    /// @param visible whether searches see its version already
    /// @param waiting documents of its scope whose accepted events were not committed when it was
    ///   made: they apply after it
    /// @param discarded what waited and was dropped, where that was asked for
    public record Outcome(
            RolledBack rolledBack, boolean visible, long waiting, Optional<Discarded> discarded) {}

    /// What it would take to go back to a version that another side embedded or cut.
    ///
    /// @param cost empty where no price is known
    public record Priced(Estimate estimate, Optional<Money> cost) {}

    public Priced price(long version, Scope scope) throws InterruptedException {
        Pipeline steps = pipeline.get();
        Anew.Walk walk = Anew.of(world, steps).walk(version, scope);
        while (!walk.isOver()) {
            List<Chunk> _ = world.call(Lane.PLAN, walk::next);
        }
        Estimate estimate = walk.estimate();
        return new Priced(estimate, Migrations.cost(steps.ports().embedder(), estimate.tokens()));
    }

    /// As [#rollBack(Rollback, boolean, Duration)]; a version of another side is cut anew, and what
    /// lacks a vector is embedded before.
    public Outcome rollBackAnew(Rollback rollback, boolean discardWaiting, Duration timeout)
            throws InterruptedException {
        Pipeline steps = pipeline.get();
        Anew anew = Anew.of(world, steps);
        Anew.Walk walk = anew.walk(rollback.to(), rollback.scope());
        long tokens = 0;
        while (!walk.isOver()) {
            List<Chunk> lacking = world.call(Lane.PLAN, walk::next);
            tokens += world.call(anew.texts().lane(), () -> anew.texts().askAll(lacking));
        }
        Function<Content, List<Placement>> cut = anew.cut().andThen(Chunked::placements);
        Recut recut = new Recut(cut, tokens);
        return rollBack(new Rollbacks.Wish(rollback, Optional.of(recut), discardWaiting), timeout);
    }

    /// Makes an older version's content the next version, in its turn among the commits, and waits
    /// until searches see it or the time is over. Embeds nothing.
    ///
    /// @param discardWaiting what waits in its scope is dropped, instead of applied after it
    public Outcome rollBack(Rollback rollback, boolean discardWaiting, Duration timeout)
            throws InterruptedException {
        return rollBack(new Rollbacks.Wish(rollback, Optional.empty(), discardWaiting), timeout);
    }

    private Outcome rollBack(Rollbacks.Wish wish, Duration timeout) throws InterruptedException {
        Pipeline steps = pipeline.get();
        long endNanos = world.nanos() + timeout.toNanos();
        Ticket<Rollbacks.Made> asked = steps.rollbacks().offer(wish);
        world.raise();
        Rollbacks.Made made = asked.await();
        RolledBack done = made.rolledBack();
        world.raise();
        long waiting =
                inJournal(steps, journal -> journal.waitingDocuments(wish.rollback().scope()));
        long version = done instanceof RolledBack.Done(Ledger.Head head, _) ? head.version() : 0;
        while (steps.feed().announced() < version
                && !steps.feed().isClosed()
                && world.nanos() < endNanos) {
            steps.outcomes().awaitProgress(steps.outcomes().progress(), POLL);
        }
        return new Outcome(done, steps.feed().announced() >= version, waiting, made.discarded());
    }

    private <T> T inJournal(Pipeline steps, Function<Journal, T> question)
            throws InterruptedException {
        return world.fork(
                        Lane.JOURNAL,
                        World.UNBOUNDED,
                        () -> question.apply(steps.ports().journal()))
                .await();
    }

    /// Documents that differ from their source since a rollback, by id after a key.
    public List<DocumentId> held(Optional<DocumentId> after, int limit) {
        return pipeline.get().sources().held(after, limit);
    }

    /// They are taken from their source again, and held no more; others are passed over.
    ///
    /// @return those that were held
    public List<DocumentId> unhold(List<DocumentId> documents) {
        Pipeline steps = pipeline.get();
        Sources sources = steps.sources();
        List<DocumentId> held = documents.stream().filter(sources::holds).toList();
        steps.unhold(held);
        world.raise();
        return held;
    }

    private Ledger ledger() {
        return pipeline.get().ports().ledger();
    }

    private <T> T read(Supplier<T> question) throws InterruptedException {
        return world.call(Lane.READ, question::get);
    }
}

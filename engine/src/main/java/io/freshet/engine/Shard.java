package io.freshet.engine;

import io.freshet.Admission;
import io.freshet.CollectionName;
import io.freshet.Committed;
import io.freshet.DeadLetter;
import io.freshet.DocumentId;
import io.freshet.DryRun;
import io.freshet.FreshetException;
import io.freshet.FreshetException.Corrupt;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Outcome;
import io.freshet.Problem;
import io.freshet.SearchRequest;
import io.freshet.SearchResult;
import io.freshet.SourceStatus;
import io.freshet.Submission;
import io.freshet.Vector;
import io.freshet.Version;
import io.freshet.Withheld;
import io.freshet.feed.Feed;
import io.freshet.intake.Request;
import io.freshet.intake.Sweeps;
import io.freshet.search.Shortlist;
import io.freshet.spi.Journal;
import io.freshet.spi.Ticket;
import io.freshet.spi.World;
import io.freshet.spi.World.Lane;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One collection: its steps, the thread that runs them, and its doors. Every public method may be
/// called by any thread and blocks until it has its answer.
///
/// They throw `Unavailable` while the collection starts or stops, and `Corrupt` where its stored
/// data is damaged or foreign: then the other collections go on.
public final class Shard {
    private static final System.Logger LOG = System.getLogger(Shard.class.getName());
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration QUIET_MAX = Duration.ofSeconds(30);
    private static final Duration START_MAX = Duration.ofSeconds(10);
    private static final Duration STARTED_POLL = Duration.ofMillis(2);

    private final CollectionName name;
    private final SystemWorld world;
    private final Optional<Pipeline> pipeline;
    private final Rerankers rerankers;
    private final Status status;
    private final long openedNanos;
    private volatile @Nullable FreshetException stopped;
    private volatile boolean closing;
    private @Nullable Thread thread;

    private Shard(
            CollectionName name,
            SystemWorld world,
            Optional<Pipeline> pipeline,
            Rerankers rerankers,
            @Nullable FreshetException stopped) {
        this.name = name;
        this.world = world;
        this.pipeline = pipeline;
        this.rerankers = rerankers;
        this.stopped = stopped;
        this.status = new Status(name);
        this.openedNanos = world.nanos();
    }

    static Shard of(
            CollectionName name, SystemWorld world, Pipeline pipeline, Rerankers rerankers) {
        return new Shard(name, world, Optional.of(pipeline), rerankers, null);
    }

    /// A collection that cannot be opened, and says why.
    static Shard broken(CollectionName name, SystemWorld world, FreshetException why) {
        return new Shard(name, world, Optional.empty(), Rerankers.NONE, why);
    }

    void start() {
        pipeline.ifPresent(
                steps ->
                        thread =
                                Thread.ofVirtual().name("freshet-" + name).start(() -> run(steps)));
    }

    /// A failure that no step handles stops the collection: it says so and does not limp.
    private void run(Pipeline steps) {
        try {
            while (!closing) {
                if (!steps.step()) {
                    world.park();
                }
            }
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "collection interrupted collection=" + name);
        } catch (RuntimeException | Error e) {
            stopped = e instanceof Corrupt corrupt ? corrupt : new Corrupt("stopped: " + e, e);
            LOG.log(System.Logger.Level.ERROR, () -> "collection stopped collection=" + name, e);
        }
        steps.close(Problem.of("stopping", "the collection has stopped"));
        steps.outcomes().stir();
    }

    /// Takes no more requests, and gives what is in work until `endNanos` to commit.
    void stop(long endNanos) throws InterruptedException {
        Pipeline steps = pipeline.orElse(null);
        Thread running = thread;
        if (steps == null || running == null) {
            return;
        }
        refusing = true;
        Closing.awaitIdle(steps, () -> stopped != null || world.nanos() >= endNanos);
        closing = true;
        world.raise();
        running.join();
        Closing.sources(steps.ports().sources());
    }

    private volatile boolean refusing;

    /// Waits until nothing of it runs any more, so that it may be closed while others go on. Its
    /// thread has ended by now.
    void quiet() throws InterruptedException {
        if (!world.quiet(QUIET_MAX)) {
            LOG.log(System.Logger.Level.WARNING, () -> "calls are cut off collection=" + name);
        }
    }

    /// Whether what kept it from opening may have passed.
    boolean mayOpenNow() {
        return pipeline.isEmpty() && stopped instanceof Unavailable;
    }

    /// Closes what it has opened. The thread has ended by now.
    void close() {
        pipeline.map(Pipeline::ports)
                .ifPresent(
                        ports -> {
                            ports.stores().forEach(store -> quietly(store::close));
                            ports.sided().other().ifPresent(o -> quietly(o.store()::close));
                            quietly(ports.ledger()::close);
                            quietly(ports.journal()::close);
                        });
    }

    private void quietly(Runnable close) {
        try {
            close.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "not closed cleanly collection=" + name, e);
        }
    }

    public CollectionName name() {
        return name;
    }

    Pipeline open() {
        FreshetException why = stopped;
        if (why instanceof Corrupt) {
            throw new Corrupt(String.valueOf(why.getMessage()), why);
        }
        if (why instanceof Unavailable) {
            throw new Unavailable(String.valueOf(why.getMessage()), why);
        }
        if (why != null || closing || pipeline.isEmpty()) {
            throw new Unavailable("the collection stops; collection=" + name, SOON);
        }
        return pipeline.get();
    }

    /// Returns once the events are on disk, or were not accepted.
    public Admission submit(Submission submission) throws InterruptedException {
        return submit(submission, false);
    }

    /// As [#submit], for a caller who will [#await] the outcome.
    public Admission submitTracked(Submission submission) throws InterruptedException {
        return submit(submission, true);
    }

    private Admission submit(Submission submission, boolean tracked) throws InterruptedException {
        Pipeline steps = open();
        if (refusing) {
            return new Admission.NotReady(Problem.of("stopping", "the collection stops"), SOON);
        }
        Optional<Problem> tooLarge = steps.settings().documents().problem(submission);
        if (tooLarge.isPresent()) {
            return new Admission.Rejected(tooLarge.get());
        }
        Ticket<Admission> answer = new Ticket<>();
        steps.offer(new Request(submission, tracked, answer));
        world.raise();
        return answer.await();
    }

    /// Waits until all events of a tracked request are settled and searchable, or the time is over.
    public Outcome await(Admission.Accepted request, Duration timeout) throws InterruptedException {
        return new Waiting(world, this::open).outcome(request, timeout);
    }

    /// Waits until the events of the request that was answered with this sequence are settled and
    /// searchable, or one of them is a dead letter, or the time is over.
    public Visibility awaitSequence(long requestSequence, Duration timeout)
            throws InterruptedException {
        return new Waiting(world, this::open).visibility(requestSequence, timeout);
    }

    /// What a submission would do. Changes nothing.
    public DryRun dryRun(Submission submission) throws InterruptedException {
        Pipeline steps = open();
        DryRuns dryRuns = new DryRuns(steps.ports(), steps.planner(), steps.settings().documents());
        return switch (inOrder(() -> steps.sweeps().resolve(submission))) {
            case Sweeps.Resolved.TooMany(Problem problem) -> new DryRun.Rejected(problem);
            case Sweeps.Resolved.Known(Submission known) ->
                    world.call(Lane.PLAN, () -> dryRuns.run(known, world.now()));
        };
    }

    /// Deletes that a source reported among too many, by document, after a key.
    public List<Withheld> withheld(Optional<DocumentId> after, int limit)
            throws InterruptedException {
        Journal journal = open().ports().journal();
        return inOrder(() -> journal.withheld(after, limit));
    }

    /// Makes withheld deletes ordinary ones; what is not withheld is passed over.
    ///
    /// @return what was released
    public List<DocumentId> release(List<DocumentId> documents) throws InterruptedException {
        Pipeline steps = open();
        return inOrder(
                () -> {
                    List<DocumentId> released =
                            steps.ports().journal().release(documents, world.now());
                    steps.released(released);
                    return released;
                });
    }

    /// Changes that were tried in vain and are set aside, by document, after a key.
    public List<DeadLetter> deadLetters(Optional<DocumentId> after, int limit)
            throws InterruptedException {
        Journal journal = open().ports().journal();
        return inOrder(() -> journal.deadLetters(after, limit));
    }

    public Optional<DeadLetter> deadLetter(DocumentId document) throws InterruptedException {
        Journal journal = open().ports().journal();
        return inOrder(() -> journal.deadLetter(document));
    }

    /// Dead letters are tried again, as often as a new event: those of the documents, each with its
    /// atomic group; what is no dead letter is passed over.
    ///
    /// @return the documents whose dead letter waits again
    public List<DocumentId> retry(List<DocumentId> documents) throws InterruptedException {
        Pipeline steps = open();
        return inOrder(
                () -> {
                    List<DocumentId> again = steps.ports().journal().retry(documents, world.now());
                    steps.look();
                    return again;
                });
    }

    /// Dead letters are dropped for good: those of the documents, each with its atomic group; what
    /// is no dead letter is passed over.
    ///
    /// @return the documents whose dead letter was dropped
    public List<DocumentId> discard(List<DocumentId> documents) throws InterruptedException {
        Journal journal = open().ports().journal();
        return inOrder(() -> journal.discard(documents));
    }

    /// Asks the journal in order with everything else that is asked of it.
    private <T> T inOrder(Callable<T> call) throws InterruptedException {
        return world.fork(Lane.JOURNAL, World.UNBOUNDED, call).await();
    }

    /// A reranker is waited for on the caller's own thread, and holds up nothing else.
    public SearchResult search(SearchRequest request) throws InterruptedException {
        Pipeline steps = started();
        long startNanos = world.nanos();
        Optional<Vector> known = QueryVector.of(steps, request).find(world);
        Shortlist found = read(() -> steps.shortlist(request, known));
        return rerankers.answer(found, startNanos);
    }

    /// The vectors of a result's hits, by the hash of their chunk.
    public Map<String, Vector> vectors(SearchResult result) throws InterruptedException {
        Ports ports = started().ports();
        List<String> hashes = result.hits().stream().map(hit -> hit.chunk().hash()).toList();
        return read(() -> ports.vectors().find(ports.embedder().space(), hashes));
    }

    /// Just after it was opened, who asks waits until it answers: mostly a few milliseconds.
    private Pipeline started() throws InterruptedException {
        Pipeline steps = open();
        while (!steps.isStarted() && world.nanos() - openedNanos < START_MAX.toNanos()) {
            steps.outcomes().awaitProgress(steps.outcomes().progress(), STARTED_POLL);
            open();
        }
        if (!steps.isStarted()) {
            throw new Unavailable(
                    "the collection starts: its index is brought up to date; collection=" + name,
                    SOON);
        }
        return steps;
    }

    private <T> T read(Supplier<T> question) throws InterruptedException {
        return world.call(Lane.READ, question::get);
    }

    /// The document as the searchable version holds it.
    public Optional<Committed> document(DocumentId document) throws InterruptedException {
        Pipeline steps = started();
        Map<DocumentId, Committed> found =
                read(
                        () ->
                                steps.ports()
                                        .ledger()
                                        .documents(List.of(document), steps.feed().announced()));
        return Optional.ofNullable(found.get(document));
    }

    /// Documents whose id starts with `prefix` and lies after `after`, by id.
    public List<Committed> list(String prefix, Optional<DocumentId> after, int limit)
            throws InterruptedException {
        Pipeline steps = started();
        return read(
                () -> steps.ports().ledger().list(prefix, after, limit, steps.feed().announced()));
    }

    /// Announced versions, newest first, below `before`.
    public List<Version> versions(long before, int limit) throws InterruptedException {
        Pipeline steps = open();
        long below = Math.min(before, steps.feed().announced() + 1);
        return read(() -> steps.ports().ledger().versions(below, limit));
    }

    /// Its versions, to read, compare and go back to.
    ///
    /// @throws FreshetException where it cannot answer now
    public Versions versions() throws InterruptedException {
        var _ = started();
        return new Versions(world, this::open, rerankers);
    }

    public Feed feed() {
        return open().feed();
    }

    /// What sources have and is not indexed, by source and path, after a key: the first 10,000 of
    /// each source.
    public List<SourceStatus.Skipped> skipped(Optional<SourceStatus.Skipped> after, int limit) {
        return open().sources().skipped(after, limit);
    }

    /// Compares it with its sources and stores from scratch, when asked.
    public Reconcile reconcile() {
        return open().reconcile();
    }

    public CollectionStatus status() throws InterruptedException {
        Pipeline steps = pipeline.orElse(null);
        FreshetException why = stopped;
        if (why != null) {
            return status.stopped("" + why.getMessage());
        }
        try {
            return steps == null || closing
                    ? status.stopping()
                    : read(() -> status.of(steps, world.now()));
        } catch (Unavailable e) {
            if (closing) {
                return status.stopping();
            }
            throw e;
        }
    }

    /// Whether it answers searches and takes events.
    public boolean isReady() {
        return stopped == null
                && !closing
                && !refusing
                && pipeline.map(Pipeline::isStarted).orElse(false);
    }
}

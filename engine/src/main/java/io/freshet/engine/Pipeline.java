package io.freshet.engine;

import io.freshet.Admission;
import io.freshet.Batch;
import io.freshet.BatchDone;
import io.freshet.CollectionSettings;
import io.freshet.DocumentId;
import io.freshet.FreshetException.Unavailable;
import io.freshet.IndexEvent;
import io.freshet.Planned;
import io.freshet.Priority;
import io.freshet.Problem;
import io.freshet.SearchRequest;
import io.freshet.SpentFor;
import io.freshet.Submission;
import io.freshet.Vector;
import io.freshet.commit.Committer;
import io.freshet.embedding.AskedEmbedder;
import io.freshet.embedding.Embedding;
import io.freshet.feed.Feed;
import io.freshet.intake.Intake;
import io.freshet.intake.Request;
import io.freshet.intake.Sweeps;
import io.freshet.planner.Planner;
import io.freshet.projector.Mend;
import io.freshet.scheduler.Scheduler;
import io.freshet.search.PastSearch;
import io.freshet.search.Search;
import io.freshet.search.Shortlist;
import io.freshet.spi.Embedder;
import io.freshet.spi.Ledger;
import io.freshet.spi.Ticket;
import io.freshet.spi.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// The steps of one collection, wired: each hands the next a value, and this class alone knows them
/// all. It owns no thread: whoever calls [#step] runs it, which in production is the shard's thread
/// and in the simulation the only one.
///
/// Opening checks that journal and ledger belong together; it blocks.
public final class Pipeline {
    private static final Duration CATCHING_UP = Duration.ofSeconds(1);

    private final World world;
    private final Ports ports;
    private final Planner planner;
    private final CollectionSettings settings;
    private final Sweeps sweeps;
    private final Intake intake;
    private final Scheduler scheduler;
    private final Planning planning;
    private final Embedding embedding;
    private final Committer committer;
    private final Projections projections;
    private final Retention retention;
    private final Sources sources;
    private final Reconcile reconcile;
    private final Rollbacks rollbacks;
    private final AskedEmbedder embedder;
    private final Mend mend;
    private final Feed feed;
    private final Search search;
    private final Outcomes outcomes;
    private final Freshness freshness = new Freshness();
    private final Queue<DocumentId> released = new ConcurrentLinkedQueue<>();
    private final Queue<DocumentId> unheld = new ConcurrentLinkedQueue<>();
    private final InWork inWork = new InWork();
    private final AtomicBoolean mayTakeMore = new AtomicBoolean();
    private volatile Counts counts = new Counts(new Embedding.Spent(0, 0, 0, 0), 0, 0, false);
    private long keptChunks;
    private long unchanged;

    /// @throws Corrupt where journal and ledger do not belong together, or hold another space's
    ///   vectors
    public Pipeline(World world, Ports ports, CollectionSettings settings) {
        this.world = world;
        this.ports = ports;
        Ledger.Head head = Belonging.check(ports);
        planner = new Planner(ports.extractor()::extract, settings.chunking());
        feed =
                new Feed(
                        ports.ledger(),
                        hashes -> ports.vectors().find(ports.embedder().space(), hashes),
                        head.history(),
                        head.version());
        search = new Search(ports.primary(), ports.ledger(), settings.search());
        outcomes = new Outcomes(0, world::nanos);
        sweeps = new Sweeps(ports.journal(), ports.ledger());
        intake =
                new Intake(
                        world,
                        ports.journal(),
                        this::isCommitted,
                        sweeps,
                        settings.backlog(),
                        this::admitted);
        this.settings = settings;
        embedder = new AskedEmbedder(ports.endpoints(), world, ports.meter(), SpentFor.EVENTS);
        mend = new Mend(ports.vectors(), embedder.as(SpentFor.MEND), planner::cut);
        projections = new Projections(world, ports, mend);
        retention = new Retention(world, ports, settings, () -> projections.kept(feed.announced()));
        committer =
                new Committer(
                        world,
                        ports.journal(),
                        ports.ledger(),
                        ports.embedder().space(),
                        settings.retry(),
                        this::seal,
                        this::done,
                        outcomes::dead,
                        outcomes::deferred,
                        this::release);
        embedding =
                new Embedding(world, ports.vectors(), embedder, ports.desk(), committer::accept);
        embedding.guardBy(ports.reembedding());
        planning = new Planning(world, ports.ledger(), planner, this::embed);
        scheduler = new Scheduler(world, ports.journal(), settings, planning::accept);
        sources = new Sources(world, ports, settings.deleteGuard(), this::submit, this::confirmed);
        reconcile = new Reconcile(world, sources, projections);
        rollbacks = new Rollbacks(world, ports, scheduler, committer, outcomes, this::rolledBack);
    }

    /// What the status says and only the shard's thread may count.
    ///
    /// @param started the primary store has reached the head that was found at the start
    record Counts(Embedding.Spent embedding, long keptChunks, long unchanged, boolean started) {}

    private boolean isCommitted(DocumentId document) {
        long version = ports.ledger().head().version();
        return ports.ledger().documents(List.of(document), version).containsKey(document);
    }

    /// Any thread: the request is answered once it is on disk.
    public void offer(Request request) {
        intake.offer(request);
    }

    private Ticket<Admission> submit(Submission submission) {
        Ticket<Admission> answer = new Ticket<>();
        intake.offer(new Request(submission, false, answer));
        return answer;
    }

    /// Withheld deletes wait from now on.
    void confirmed(List<DocumentId> documents) {
        documents.forEach(document -> scheduler.admitted(document, Priority.NORMAL, true));
    }

    /// Runs each step once.
    ///
    /// @return whether any did something; where none did, there is nothing to do before the world
    ///   wakes it
    public boolean step() {
        boolean did = intake.step();
        did |= sources.step();
        did |= takeReleased();
        did |= rollbacks.step();
        did |= scheduler.step();
        did |= planning.step();
        did |= embedding.step();
        did |= committer.step();
        did |= projections.step();
        did |= reconcile.step();
        did |= retention.step();
        did |= announce();
        return did;
    }

    /// Nothing is in work, and nothing that waits may be taken now.
    public boolean isIdle() {
        return scheduler.isIdle() && projections.applied() == feed.announced();
    }

    /// Takes no more requests, announces nothing more, and leaves to others what it asked for. By
    /// whoever runs the steps, as the last thing.
    public void close(Problem reason) {
        intake.close(reason);
        rollbacks.close();
        reconcile.close();
        embedding.close();
        projections.close();
        feed.close();
    }

    private void admitted(Intake.Admitted admitted) {
        if (admitted.tracked()) {
            outcomes.track(admitted.accepted());
        }
        int entry = 0;
        for (IndexEvent event : admitted.submission().allEvents()) {
            for (DocumentId document : event.documents()) {
                if (admitted.accepted().entries().get(entry).fate() == Admission.Fate.WAITING) {
                    scheduler.admitted(document, event.priority(), admitted.overtakes(event));
                    ports.reembedding().overtaken(document);
                    sources.admitted(document, event.change());
                }
                entry++;
            }
        }
    }

    /// Withheld deletes have been released in the journal. Any thread: the scheduler is told when
    /// the steps run next, and whoever calls this wakes them.
    public void released(List<DocumentId> documents) {
        released.addAll(documents);
    }

    void rolledBack(long version) {
        projections.committed(version);
        sources.rolledBack();
    }

    Rollbacks rollbacks() {
        return rollbacks;
    }

    /// What a rollback holds is taken from its source again. Any thread; whoever calls this wakes
    /// the steps.
    void unhold(List<DocumentId> documents) {
        unheld.addAll(documents);
    }

    /// Something waits in the journal that no event has brought. Any thread; whoever calls this
    /// wakes the steps.
    public void look() {
        mayTakeMore.set(true);
    }

    private boolean takeReleased() {
        boolean any = mayTakeMore.getAndSet(false);
        if (any) {
            scheduler.look();
        }
        for (DocumentId document = released.poll(); document != null; document = released.poll()) {
            scheduler.admitted(document, Priority.CRITICAL, true);
            sources.released(List.of(document));
            any = true;
        }
        for (DocumentId document = unheld.poll(); document != null; document = unheld.poll()) {
            sources.unhold(List.of(document));
            any = true;
        }
        return any;
    }

    private void embed(Planned planned) {
        inWork.begin(planned);
        embedding.accept(planned);
    }

    InWork inWork() {
        return inWork;
    }

    /// Runs it in turn with the commits, so that none is made meanwhile. Any thread; blocking.
    <T> T betweenCommits(Callable<T> call) throws InterruptedException {
        return world.fork(World.Lane.LEDGER, World.UNBOUNDED, call).await();
    }

    private Set<DocumentId> seal(Batch batch) {
        return scheduler.seal(batch);
    }

    private void release(Batch batch) {
        inWork.end(batch);
        scheduler.release(batch);
        outcomes.told(batch);
    }

    private void done(BatchDone done) {
        for (BatchDone.Settled settled : done.settled()) {
            keptChunks += settled.chunks().kept();
            unchanged += settled.unchanged() ? 1 : 0;
            SparedByCommit.tell(ports.meter(), settled);
        }
        count(counts.started());
        projections.committed(done.version());
        freshness.committed(done);
        outcomes.done(done);
    }

    private void count(boolean started) {
        counts = new Counts(embedding.spent(), keptChunks, unchanged, started);
    }

    /// What the primary store shows is announced.
    private boolean announce() {
        long applied = projections.applied();
        count(counts.started() || applied >= feed.announced());
        boolean news = applied > outcomes.visible() && counts.started();
        if (news) {
            freshness.shown(applied, world.now());
            feed.announce(applied);
            outcomes.show(applied);
        }
        return news;
    }

    /// Whether searches may be answered: the primary store has reached what was announced.
    public boolean isStarted() {
        return counts.started();
    }

    /// What was found. Blocking; any thread.
    ///
    /// @param vector of the query, where the mode needs one
    /// @throws Unavailable while the primary store does not show what was announced: it starts, or
    ///   has fallen back to what had lasted (I3)
    public Shortlist shortlist(SearchRequest request, Optional<Vector> vector) {
        long announced = feed.announced();
        Shortlist found = search.shortlist(request, vector);
        if (!isStarted() || found.version() < announced) {
            throw new Unavailable(
                    "the index is brought up to date; shown=" + found.version(), CATCHING_UP);
        }
        return found;
    }

    /// A search at a retained version, to be gone through step by step.
    ///
    /// @param vector of the query, where the mode needs one
    public PastSearch past(SearchRequest request, Optional<Vector> vector, long version) {
        return search.past(request, vector, version, new PastVectors(ports, mend));
    }

    /// As everybody asks it: within its account's limits, its answers checked.
    Embedder embedder() {
        return embedder;
    }

    public Feed feed() {
        return feed;
    }

    /// Whether every source is followed up to what it last told.
    public boolean isFollowed() {
        return sources.areAtRest();
    }

    Sources sources() {
        return sources;
    }

    CollectionStatus.Drift drift() {
        return new CollectionStatus.Drift(search.drift(), mend.mended());
    }

    CollectionStatus.Retained retained() {
        return new CollectionStatus.Retained(ports.ledger().tags().size(), retention.bytes());
    }

    Retention retention() {
        return retention;
    }

    Planner planner() {
        return planner;
    }

    Sweeps sweeps() {
        return sweeps;
    }

    Ports ports() {
        return ports;
    }

    Outcomes outcomes() {
        return outcomes;
    }

    Freshness freshness() {
        return freshness;
    }

    CollectionSettings settings() {
        return settings;
    }

    Counts counts() {
        return counts;
    }

    Reconcile reconcile() {
        return reconcile;
    }

    Projections projections() {
        return projections;
    }
}

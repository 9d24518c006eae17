package io.freshet.engine;

import io.freshet.Admission;
import io.freshet.Budget;
import io.freshet.Change;
import io.freshet.Change.MetadataChange;
import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import io.freshet.Content;
import io.freshet.DeadLetter;
import io.freshet.DocumentId;
import io.freshet.Format;
import io.freshet.FreshetException.Unavailable;
import io.freshet.IndexEvent;
import io.freshet.Metadata;
import io.freshet.Outcome;
import io.freshet.Priority;
import io.freshet.Reembedded;
import io.freshet.SearchRequest;
import io.freshet.Submission;
import io.freshet.Version;
import io.freshet.cost.CostReport;
import io.freshet.embedding.Desk;
import io.freshet.embedding.Endpoints;
import io.freshet.embedding.Limiter;
import io.freshet.embedding.Reembedding;
import io.freshet.intake.Request;
import io.freshet.sim.LineExtractor;
import io.freshet.sim.MemoryCosts;
import io.freshet.sim.MemoryJournal;
import io.freshet.sim.MemoryLedger;
import io.freshet.sim.MemoryLedgerState;
import io.freshet.sim.MemoryStore;
import io.freshet.sim.MemoryVectors;
import io.freshet.sim.PortProxy;
import io.freshet.sim.SimWorld;
import io.freshet.spi.Embedder;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import io.freshet.spi.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/// One collection with everything in memory, in which each line of a text is a block. Time stands
/// still but for the moments that calls take, until a test lets it pass. Confined to one thread.
public final class SimCollection {
    static final CollectionName DOCS = new CollectionName("docs");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SimWorld world;
    private final MemoryJournal journal = new MemoryJournal(new MemoryJournal.Disk());
    private final MemoryLedger ledger = new MemoryLedger(new MemoryLedgerState("5eed"));
    private final MemoryVectors.State kept = new MemoryVectors.State();
    private final MemoryVectors vectors = new MemoryVectors(kept);
    private final MemoryCosts costs = new MemoryCosts(new MemoryCosts.State());
    private final MemoryStore store = new MemoryStore("memory", new MemoryStore.Disk());
    private final Embedder embedder;
    private final Pipeline pipeline;
    private final Accounting accounting;
    private boolean isStuck;
    private boolean isDeaf;

    public SimCollection(Embedder embedder, long seed) {
        this(embedder, seed, CollectionSettings.DEFAULT);
    }

    SimCollection(Embedder embedder, long seed, CollectionSettings settings) {
        this.embedder = embedder;
        this.world = new SimWorld(new SplittableRandom(seed), START);
        this.accounting = new Accounting(costs, Budget.NONE, START, () -> {});
        Ports ports =
                new Ports(
                        PortProxy.of(Journal.class, journal, this::hear),
                        ledger,
                        List.of(PortProxy.of(Store.class, store, this::reach)),
                        vectors,
                        Endpoints.of(embedder, new Limiter(0)),
                        new Desk(),
                        new LineExtractor(),
                        List.of(),
                        accounting.meter(DOCS, world, settings.budget()),
                        new Reembedding(
                                settings.reembedGuard(),
                                0,
                                world::nanos,
                                () -> ledger.head().chunks()),
                        Sided.NONE);
        this.pipeline = new Pipeline(world, ports, settings);
        settle();
    }

    /// What embedding took and what was spared.
    CostReport report() {
        return accounting.report(LocalDate.of(1970, 1, 1), Accounting.LAST_DAY);
    }

    public static IndexEvent upsert(String id, String text) {
        return upsert(id, text, Priority.NORMAL);
    }

    public static IndexEvent upsert(String id, String text, Priority priority) {
        return new IndexEvent(
                List.of(new DocumentId(id)),
                new Change.Upsert(
                        Optional.of(new Content(Format.PLAIN, text)),
                        new MetadataChange.Replace(Metadata.NONE)),
                priority,
                OptionalLong.empty(),
                Optional.empty(),
                START);
    }

    /// Each text under its own name, all at once.
    public Ticket<Admission> offer(List<IndexEvent> events) {
        return offer(new Submission(events, false));
    }

    /// Its outcome is kept for who asks.
    Ticket<Admission> offerTracked(Submission submission) {
        Ticket<Admission> answer = new Ticket<>();
        pipeline.offer(new Request(submission, true, answer));
        return answer;
    }

    Optional<Outcome> outcome(long sequence) {
        return Optional.ofNullable(pipeline.outcomes().outcome(sequence));
    }

    public List<DeadLetter> deadLetters() {
        return journal.deadLetters(Optional.empty(), 1000);
    }

    /// Dead letters are tried again.
    void retry(String... ids) {
        journal.retry(Arrays.stream(ids).map(DocumentId::new).toList(), world.now());
        pipeline.look();
    }

    void discard(String... ids) {
        journal.discard(Arrays.stream(ids).map(DocumentId::new).toList());
    }

    Ticket<Admission> offer(Submission submission) {
        Ticket<Admission> answer = new Ticket<>();
        pipeline.offer(new Request(submission, false, answer));
        return answer;
    }

    /// Withheld deletes happen now.
    void release(String... ids) {
        List<DocumentId> documents = Arrays.stream(ids).map(DocumentId::new).toList();
        pipeline.released(journal.release(documents, world.now()));
    }

    List<String> documents() {
        return ledger.list("", Optional.empty(), 1000, version()).stream()
                .map(committed -> committed.document().value())
                .toList();
    }

    /// The oldest version that is retained.
    long oldest() {
        return ledger.head().oldest();
    }

    Ledger ledger() {
        return ledger;
    }

    Version lastVersion() {
        return versions().getLast();
    }

    List<Version> versions() {
        return ledger.versions(Long.MAX_VALUE, 1000).reversed();
    }

    void put(String id, String text) {
        offer(List.of(upsert(id, text)));
        settle();
    }

    /// Everything that can be done now is done.
    public void settle() {
        while (turn()) {
            // on to the next
        }
    }

    /// One step of everything and one call at most.
    boolean turn() {
        boolean did = pipeline.step();
        return world.advanceCall() || did;
    }

    /// Until something is so, and not a step further.
    void turnUntil(BooleanSupplier so) {
        while (!so.getAsBoolean()) {
            if (!turn()) {
                throw new AssertionError("nothing is left to do, and it is not so");
            }
        }
    }

    /// Retries and all else that is due within this time is done.
    public void pass(Duration time) {
        Instant end = world.now().plus(time);
        while (world.now().isBefore(end) && world.passTime()) {
            settle();
        }
    }

    /// Time passes beside what is under way.
    void jump(Duration time) {
        world.jump(time);
    }

    public Duration elapsed() {
        return Duration.between(START, world.now());
    }

    /// The documents with a chunk that holds the word, as searches see them.
    public List<String> find(String word) {
        SearchRequest request =
                new SearchRequest(
                        word,
                        Optional.empty(),
                        SearchRequest.Mode.KEYWORD,
                        SearchRequest.K_MAX,
                        SearchRequest.Scope.ALL,
                        0,
                        0,
                        false);
        return pipeline.shortlist(request, Optional.empty()).result().hits().stream()
                .map(hit -> hit.chunk().document().value())
                .toList();
    }

    long chunks() {
        return ledger.head().chunks();
    }

    long version() {
        return pipeline.feed().announced();
    }

    long vectors() {
        return vectors.count(embedder.space().fingerprint());
    }

    Pipeline pipeline() {
        return pipeline;
    }

    private Object reach(PortProxy.Call call) throws Throwable {
        if (isStuck && call.name().equals("write")) {
            throw new Unavailable("the store takes nothing", Duration.ofSeconds(1));
        }
        return call.proceed();
    }

    private Object hear(PortProxy.Call call) throws Throwable {
        if (isDeaf && call.name().equals("settle")) {
            throw new Unavailable("the journal cannot be told", Duration.ofSeconds(1));
        }
        return call.proceed();
    }

    /// The journal accepts, and cannot be told what became of it, until it can again.
    void deafen(boolean deaf) {
        isDeaf = deaf;
    }

    /// The store can be read, and takes nothing, until it does again.
    void stick(boolean stuck) {
        isStuck = stuck;
    }

    MemoryStore store() {
        return store;
    }

    /// The vectors on the disk.
    public MemoryVectors.State kept() {
        return kept;
    }

    /// Documents that wait for somebody's word.
    long held() {
        return pipeline.ports().reembedding().held(Optional.empty()).stream()
                .mapToLong(Reembedded::documents)
                .sum();
    }

    CollectionStatus.StoreStatus storeStatus() {
        return pipeline.projections().status(world.now()).getFirst();
    }

    Journal.Status journal() {
        return journal.status();
    }

    public String text(String id) {
        DocumentId document = new DocumentId(id);
        return ledger.documents(List.of(document), version()).get(document).content().text();
    }
}

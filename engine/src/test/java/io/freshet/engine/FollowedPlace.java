package io.freshet.engine;

import io.freshet.Admission;
import io.freshet.Change;
import io.freshet.Check;
import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import io.freshet.Committed;
import io.freshet.Content;
import io.freshet.DeleteGuard;
import io.freshet.DocumentId;
import io.freshet.Format;
import io.freshet.IndexEvent;
import io.freshet.Priority;
import io.freshet.SourceDrift;
import io.freshet.SourceStatus;
import io.freshet.Submission;
import io.freshet.Version;
import io.freshet.embedding.Desk;
import io.freshet.embedding.Endpoints;
import io.freshet.embedding.Limiter;
import io.freshet.embedding.Meter;
import io.freshet.intake.Request;
import io.freshet.sim.CountingEmbedder;
import io.freshet.sim.LineExtractor;
import io.freshet.sim.MemoryJournal;
import io.freshet.sim.MemoryLedger;
import io.freshet.sim.MemoryLedgerState;
import io.freshet.sim.MemorySource;
import io.freshet.sim.MemoryStore;
import io.freshet.sim.MemoryVectors;
import io.freshet.sim.PortProxy;
import io.freshet.sim.SimWorld;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Source;
import io.freshet.spi.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// A collection that follows one place in memory, all of it in simulated time. Confined to one
/// thread.
final class FollowedPlace {
    static final Duration STILL = Duration.ofMillis(50);
    static final Duration RESCAN = Duration.ofHours(1);
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration MOMENT = Duration.ofSeconds(3);

    private final SplittableRandom chance = new SplittableRandom(1);
    private final MemoryJournal.Disk journalDisk = new MemoryJournal.Disk();
    private final MemoryLedgerState ledgerState = new MemoryLedgerState("5eed");
    private final MemoryStore.Disk storeDisk = new MemoryStore.Disk();
    private final MemoryVectors vectors = new MemoryVectors(new MemoryVectors.State());
    private final DeleteGuard guard;
    final CountingEmbedder embedder = new CountingEmbedder();
    final MemorySource.Place place;
    SimWorld world = new SimWorld(chance, START);

    /// What happens once, right after the journal was next asked how it stands.
    Runnable meanwhile = () -> {};

    Journal journal = journal();
    private Pipeline pipeline;

    FollowedPlace() {
        this(DeleteGuard.DEFAULT);
    }

    FollowedPlace(DeleteGuard guard) {
        this.guard = guard;
        place = new MemorySource.Place(() -> world.now());
        pipeline = open();
    }

    /// So many documents that were written long ago.
    FollowedPlace with(int documents) {
        for (int i = 0; i < documents; i++) {
            place.write(id(i), "text number " + i);
        }
        world.jump(Duration.ofMinutes(1));
        rest();
        return this;
    }

    static String id(int number) {
        return "doc%04d".formatted(number);
    }

    private Journal journal() {
        return PortProxy.of(
                Journal.class,
                new MemoryJournal(journalDisk),
                call -> {
                    Object result = call.proceed();
                    if (call.name().equals("status")) {
                        Runnable now = meanwhile;
                        meanwhile = () -> {};
                        now.run();
                    }
                    return result;
                });
    }

    private Pipeline open() {
        Source.Pace pace = new Source.Pace(STILL, Duration.ofSeconds(1), RESCAN);
        Ports ports =
                new Ports(
                        journal,
                        new MemoryLedger(ledgerState),
                        List.of(new MemoryStore("memory", storeDisk)),
                        vectors,
                        Endpoints.of(embedder, new Limiter(0)),
                        new Desk(),
                        new LineExtractor(),
                        List.of(new MemorySource("place", place, pace)),
                        Meter.NONE);
        CollectionSettings defaults = CollectionSettings.DEFAULT;
        return new Pipeline(world, ports, defaults.with(guard));
    }

    /// The process ends, at whatever it is, and nobody follows the place until it is started again.
    void stop() {
        place.watchNoMore();
        world = new SimWorld(chance, world.now());
    }

    void start() {
        world = new SimWorld(chance, world.now());
        journal = journal();
        pipeline = open();
    }

    /// Everything that can be done now is done.
    void settle() {
        while (turn()) {
            // on to the next
        }
    }

    boolean turn() {
        boolean did = pipeline.step();
        return world.advanceCall() || did;
    }

    /// Everything that is due within this time is done.
    void pass(Duration time) {
        Instant end = world.now().plus(time);
        settle();
        while (world.passTime(end)) {
            settle();
        }
        settle();
    }

    /// Long enough for any change to be searchable.
    void rest() {
        pass(MOMENT);
        for (int i = 0; journal.status().waiting() > 0 || !pipeline.sources().areAtRest(); i++) {
            if (i > 10_000) {
                throw new AssertionError("it does not come to rest: " + status());
            }
            pass(Duration.ofMillis(100));
        }
    }

    /// What the index holds.
    Map<DocumentId, String> index() {
        MemoryLedger ledger = new MemoryLedger(ledgerState);
        Map<DocumentId, String> texts = new TreeMap<>();
        for (Committed document :
                ledger.list("", Optional.empty(), 1_000_000, ledger.head().version())) {
            texts.put(document.document(), document.content().text());
        }
        return texts;
    }

    Optional<Committed> document(String id) {
        MemoryLedger ledger = new MemoryLedger(ledgerState);
        DocumentId document = new DocumentId(id);
        return Optional.ofNullable(
                ledger.documents(List.of(document), ledger.head().version()).get(document));
    }

    List<Version> versions() {
        return new MemoryLedger(ledgerState).versions(Long.MAX_VALUE, 1000);
    }

    /// What a reconciliation finds of the source.
    SourceDrift reconcile(boolean dryRun) {
        Reconcile reconcile = pipeline.reconcile();
        Check.that(reconcile.begin(dryRun), () -> "one is running");
        while (reconcile.report().state() == Reconcile.State.RUNNING) {
            pass(Duration.ofMillis(10));
        }
        return reconcile.report().sources().getFirst();
    }

    /// Everything, or the named documents, as they were at a version.
    void rollBack(long version, String... ids) {
        var asked =
                new Ledger.Rollback(
                        version, "", Arrays.stream(ids).map(DocumentId::new).toList(), world.now());
        if (new MemoryLedger(ledgerState).rollBack(asked)
                instanceof Ledger.RolledBack.Done(Ledger.Head head, _)) {
            pipeline.rolledBack(head.version());
        }
        rest();
    }

    /// A person wants what the source has.
    void unhold(String... ids) {
        unholdSoon(ids);
        rest();
    }

    void unholdSoon(String... ids) {
        pipeline.unhold(Arrays.stream(ids).map(DocumentId::new).toList());
    }

    List<String> held() {
        return pipeline.sources().held(Optional.empty(), 100).stream()
                .map(DocumentId::value)
                .toList();
    }

    CollectionStatus whole() {
        return new Status(new CollectionName("docs")).of(pipeline, world.now());
    }

    SourceStatus status() {
        return pipeline.sources().status().getFirst();
    }

    List<SourceStatus.Skipped> skipped() {
        return pipeline.sources().skipped(Optional.empty(), 100);
    }

    /// A person releases what is withheld.
    void release(List<DocumentId> documents) {
        List<DocumentId> released = journal.release(documents, world.now());
        pipeline.confirmed(released);
        pipeline.sources().released(released);
    }

    void send(String id, Change change) {
        IndexEvent event =
                new IndexEvent(
                        List.of(new DocumentId(id)),
                        change,
                        Priority.NORMAL,
                        OptionalLong.empty(),
                        Optional.empty(),
                        world.now());
        pipeline.offer(
                new Request(new Submission(List.of(event), false), false, new Ticket<Admission>()));
        pass(MOMENT);
    }

    static Change text(String text) {
        return new Change.Upsert(
                Optional.of(new Content(Format.PLAIN, text)), new Change.MetadataChange.Keep());
    }

    int texts() {
        return embedder.textCount();
    }
}

package io.freshet.scheduler;

import io.freshet.Batch;
import io.freshet.CollectionSettings;
import io.freshet.DocumentId;
import io.freshet.Pending;
import io.freshet.Priority;
import io.freshet.Scope;
import io.freshet.spi.Journal;
import io.freshet.spi.Ticket;
import io.freshet.spi.Warnings;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Forms a batch whenever a slot is free and something waits: at most two normal ones and one
/// critical are in flight, which is all the back-pressure there is. An idle collection waits for
/// nothing; under load, what gathered while the slots were taken makes larger batches by itself.
///
/// A document that is worked on is held under its batch's ticket. A critical event or a delete
/// voids the ticket at once: the document is free for the next batch, and what the old one still
/// brings for it is dropped. Once its commit has begun, a ticket is sealed and cannot be voided.
/// Confined to its shard.
public final class Scheduler {
    private static final System.Logger LOG = System.getLogger(Scheduler.class.getName());
    private static final int NORMAL_SLOTS = 2;

    /// About 300 chunks: what a processor embeds in some ten seconds, so that a long load becomes
    /// searchable bit by bit, and an edit never waits for more than two such batches.
    private static final long BATCH_BYTES_MAX = 256L << 10;

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration FAR = Duration.ofDays(36_500);

    private final World world;
    private final Warnings warnings;
    private final Journal journal;
    private final CollectionSettings settings;
    private final Consumer<Batch> out;
    private final Map<DocumentId, Held> held = new TreeMap<>();
    private final Set<Long> normal = new TreeSet<>();
    private final Set<Long> critical = new TreeSet<>();
    private long lastBatch;
    private volatile boolean look = true;
    private boolean lookCritical = true;
    private Instant lookAt = Instant.MAX;
    private boolean readingCritical;
    private volatile @Nullable Ticket<Page> reading;
    private boolean isReadingStale;
    private boolean isPaused;

    public Scheduler(
            World world, Journal journal, CollectionSettings settings, Consumer<Batch> out) {
        this.world = world;
        this.warnings = new Warnings(world, LOG);
        this.journal = journal;
        this.settings = settings;
        this.out = out;
    }

    private record Held(long batch, OptionalLong group, boolean sealed) {
        boolean isOf(Set<Long> groups) {
            return group.isPresent() && groups.contains(group.getAsLong());
        }
    }

    /// @param again when there may be something, where there is nothing now
    private record Page(List<Pending> rows, Optional<Instant> again) {}

    /// Something was accepted for this document.
    ///
    /// @param overtakes it is critical or a delete, and no member of a group: it waits for nobody
    public void admitted(DocumentId document, Priority priority, boolean overtakes) {
        look = true;
        lookCritical |= priority == Priority.CRITICAL;
        Held holder = held.get(document);
        if (overtakes && holder != null && !holder.sealed && holder.group.isEmpty()) {
            held.remove(document);
        }
    }

    /// Something waits that no event has brought.
    public void look() {
        look = true;
        lookCritical = true;
    }

    /// Takes nothing until [#resume]. What is in work of the scope is void, with its atomic groups,
    /// sealed or not: a commit that has begun is made, but not once more.
    public void pause(Scope scope) {
        isPaused = true;
        isReadingStale = reading != null;
        Set<Long> groups = new TreeSet<>();
        held.forEach(
                (document, holder) -> {
                    if (scope.covers(document)) {
                        holder.group.ifPresent(groups::add);
                    }
                });
        held.entrySet()
                .removeIf(each -> scope.covers(each.getKey()) || each.getValue().isOf(groups));
    }

    public void resume() {
        isPaused = false;
        look();
    }

    /// The members of the batch whose ticket still holds. From now on none of them is voided.
    public Set<DocumentId> seal(Batch batch) {
        Set<DocumentId> holding = new TreeSet<>();
        for (Pending member : batch.members()) {
            Held holder = held.get(member.document());
            if (holder != null && holder.batch == batch.id()) {
                held.put(member.document(), new Held(holder.batch, holder.group, true));
                holding.add(member.document());
            }
        }
        return holding;
    }

    /// The batch is over, whatever became of its members.
    public void release(Batch batch) {
        for (Pending member : batch.members()) {
            Held holder = held.get(member.document());
            if (holder != null && holder.batch == batch.id()) {
                held.remove(member.document());
            }
        }
        normal.remove(batch.id());
        critical.remove(batch.id());
        look();
    }

    /// Any thread. Read in the order in which a document passes them: each is taken on by the next
    /// before the one before lets go of it.
    public boolean isIdle() {
        return !look && reading == null && held.isEmpty();
    }

    public boolean step() {
        Ticket<Page> page = reading;
        if (page != null) {
            return page.isDone() && read(page);
        }
        if (isPaused) {
            return false;
        }
        if (!world.now().isBefore(lookAt)) {
            lookAt = Instant.MAX;
            look();
        }
        if (lookCritical && critical.isEmpty()) {
            lookCritical = false;
            readingCritical = true;
            ask(Priority.CRITICAL);
            return true;
        }
        if (look && normal.size() < NORMAL_SLOTS) {
            readingCritical = false;
            ask(Priority.NORMAL);
            look = false;
            return true;
        }
        return false;
    }

    private void ask(Priority atLeast) {
        Instant now = world.now();
        Journal.Ready query =
                new Journal.Ready(
                        atLeast,
                        now,
                        dueUpTo(now),
                        settings.batchDocumentsMax(),
                        BATCH_BYTES_MAX,
                        held.keySet());
        reading = world.fork(World.Lane.JOURNAL, World.UNBOUNDED, () -> page(query));
    }

    /// Where nothing is to wait, the time of acceptance says nothing: the clock may have been set
    /// back since.
    private Instant dueUpTo(Instant now) {
        return settings.freshnessTarget().isZero()
                ? now.plus(FAR)
                : now.minus(settings.freshnessTarget().dividedBy(2));
    }

    /// On the journal's lane. Where all of a page belongs to groups that cannot be taken yet, what
    /// lies behind them is read: they may wait for it.
    private Page page(Journal.Ready query) {
        Set<DocumentId> passedOver = new TreeSet<>(query.inWork());
        while (true) {
            List<Pending> ready = journal.ready(query.passingOver(passedOver));
            List<Pending> rows = GroupCompletion.complete(ready, query, journal);
            if (!rows.isEmpty() || ready.isEmpty()) {
                return new Page(rows, rows.isEmpty() ? again(query) : Optional.empty());
            }
            ready.forEach(row -> passedOver.add(row.document()));
        }
    }

    private Optional<Instant> again(Journal.Ready query) {
        Optional<Instant> retry = journal.nextRetry(query.now());
        if (settings.freshnessTarget().isZero()) {
            return retry;
        }
        Optional<Instant> due =
                journal.status()
                        .oldestSince()
                        .map(since -> since.plus(settings.freshnessTarget().dividedBy(2)))
                        .filter(at -> at.isAfter(query.now()));
        Optional<Instant> poll =
                journal.status().waiting() == 0
                        ? Optional.empty()
                        : Optional.of(query.now().plus(settings.freshnessTarget().dividedBy(4)));
        return earliest(retry, due.or(() -> poll));
    }

    private static Optional<Instant> earliest(Optional<Instant> a, Optional<Instant> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.or(() -> b);
        }
        return a.get().isBefore(b.get()) ? a : b;
    }

    private boolean read(Ticket<Page> done) {
        if (isReadingStale) {
            isReadingStale = false;
            look();
        } else {
            take(done);
        }
        reading = null;
        return true;
    }

    private void take(Ticket<Page> done) {
        try {
            Page page = done.result();
            form(page.rows());
            look = look || !page.rows().isEmpty();
            page.again().ifPresent(this::lookAgain);
        } catch (ExecutionException e) {
            warnings.warn("the waiting set cannot be read", e);
            lookAgain(world.now().plus(AFTER_FAILURE));
        }
    }

    private void lookAgain(Instant when) {
        if (when.isBefore(lookAt)) {
            lookAt = when;
        }
        world.wakeAt(lookAt);
    }

    /// Rows whose document was taken since the page was asked for cannot be there: one page is read
    /// at a time, and only this step takes documents.
    private void form(List<Pending> rows) {
        if (rows.isEmpty()) {
            return;
        }
        Batch batch = new Batch(++lastBatch, readingCritical, rows);
        for (Pending row : batch.members()) {
            held.put(row.document(), new Held(batch.id(), row.group(), false));
        }
        (readingCritical ? critical : normal).add(batch.id());
        out.accept(batch);
    }
}

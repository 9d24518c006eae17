package io.freshet.migration;

import io.freshet.Chunk;
import io.freshet.DocumentId;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import io.freshet.spi.Ticket;
import io.freshet.spi.Warnings;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Fills the other side's store, and then keeps it at the ledger's head: from the version that it
/// shows to the head by the documents that were changed between the two, again and again. What it
/// needs embedded waits behind nobody and nobody waits behind it: one request is in flight. A
/// restart begins at the version that the store shows, and finds known what was embedded before.
/// Confined to its shard, but for [#progress] and [#pinned], which any thread may read.
///
/// The versions between the two are kept from retention meanwhile: without them it could not tell
/// what changed. Where they are gone all the same it starts from nothing, and embeds little.
public final class Shadow {
    private static final System.Logger LOG = System.getLogger(Shadow.class.getName());
    private static final long PAUSE_MS_MIN = 500;
    private static final long PAUSE_MS_MAX = 60_000;

    private final World world;
    private final Warnings warnings;
    private final Ledger ledger;
    private final Store store;
    private final Texts texts;
    private final Pages pages;
    private final String history;
    private long head;
    private Store.Applied shows = new Store.Applied("", 0, 0);
    private @Nullable Pass pass;
    private @Nullable Pass begun;
    private @Nullable Page page;
    private List<Chunk> taken = List.of();
    private @Nullable Ticket<Page> reading;
    private volatile @Nullable Ticket<Boolean> asking;
    private @Nullable Ticket<Boolean> writing;
    private Instant pauseUntil = Instant.EPOCH;
    private int failures;
    private boolean reached;
    private long passNanos;
    private volatile boolean gone;

    /// Held from the look whether it has ended to where it is asking.
    private final Object ending = new Object();

    private boolean hasEnded;
    private volatile long total;
    private volatile long pinned;
    private volatile Progress progress;

    public Shadow(World world, Store store, Pages pages) {
        this.world = world;
        this.warnings = new Warnings(world, LOG);
        this.ledger = pages.ledger();
        this.store = store;
        this.texts = pages.texts();
        this.pages = pages;
        Ledger.Head now = ledger.head();
        this.history = now.history();
        this.head = now.version();
        this.total = now.documents();
        this.progress = new Progress(false, 0, total, 0, 0, 0, 0, "");
    }

    /// @param from 0: from nothing
    private record Pass(long from, long to, Optional<DocumentId> after, long documents, long rows) {
        static Pass of(long from, long to) {
            return new Pass(from, to, Optional.empty(), 0, 0);
        }

        Pass past(Page page) {
            return new Pass(
                    from, to, page.next(), documents + page.documents(), rows + page.rows().size());
        }
    }

    /// How far it is.
    ///
    /// @param reached it has shown the head since the start, and follows it
    /// @param documents that the pass under way has done, of `documentsTotal`
    /// @param rows that it has written
    /// @param tokens that were embedded since the start, by the fixed estimate
    /// @param shown the version that the store shows
    /// @param millisLeft of the pass under way, as it went till now; 0 where nobody can say
    /// @param problem why it does not get on
    public record Progress(
            boolean reached,
            long documents,
            long documentsTotal,
            long rows,
            long tokens,
            long shown,
            long millisLeft,
            String problem) {}

    public Progress progress() {
        return progress;
    }

    public Store store() {
        return store;
    }

    /// Neither this version nor a newer one may be dropped: none, until the store has said what it
    /// shows.
    public long pinned() {
        return pinned;
    }

    /// The ledger has reached this version.
    public void committed(long version) {
        head = Math.max(head, version);
    }

    /// Nothing more is asked for: what was asked for by now [#isAsking] tells. Any thread.
    public void end() {
        synchronized (ending) {
            hasEnded = true;
        }
    }

    /// A request is in flight: were it left to itself, others would ask for its texts again. Any
    /// thread.
    public boolean isAsking() {
        return asking != null;
    }

    /// The collection stops: what it asks for may be asked for by others.
    public void close() {
        giveBack();
        texts.close();
    }

    private void giveBack() {
        texts.giveBack(taken);
        taken = List.of();
    }

    public boolean step() {
        if (reading != null) {
            return reading.isDone() && read(reading);
        }
        Ticket<Boolean> answer = asking;
        if (answer != null) {
            return answer.isDone() && asked(answer);
        }
        if (writing != null) {
            return writing.isDone() && written(writing);
        }
        if (world.now().isBefore(pauseUntil)) {
            return false;
        }
        return page == null ? begin() : goOn(page);
    }

    private boolean begin() {
        Pass now = pass;
        if (now == null) {
            try {
                now = nextPass();
            } catch (Unavailable e) {
                failed(new ExecutionException(e));
                return true;
            }
            pass = now;
        }
        if (now == null) {
            return false;
        }
        Pass next = now;
        reading = world.fork(World.Lane.PLAN, World.UNBOUNDED, () -> read(next));
        return true;
    }

    /// None where the store shows the head.
    ///
    /// @throws Unavailable the store does not say what it shows
    private @Nullable Pass nextPass() {
        shows = store.applied();
        boolean ours = shows.history().equals(history) && shows.version() <= head;
        if (ours && shows.version() == head) {
            reached = true;
            pinned = head;
            show("");
            return null;
        }
        passNanos = world.nanos();
        Pass next = ours && !gone ? nextPass(shows.version()) : Pass.of(0, head);
        gone = false;
        begun = next;
        pinned = next.from > 0 ? next.from : head;
        return next;
    }

    /// One that failed begins again where it began and ends where it was to: rows that it has
    /// written of a version in between nobody else would remove.
    private Pass nextPass(long shown) {
        Pass before = begun;
        if (before == null || before.to == shown) {
            return Pass.of(shown, head);
        }
        return before.from == shown ? Pass.of(shown, before.to) : Pass.of(0, head);
    }

    /// On the planning lane.
    private Page read(Pass now) {
        Page read =
                now.from == 0
                        ? pages.whole(now.to, now.after)
                        : pages.changes(now.from, now.to, now.after);
        Ledger.Head then = ledger.head();
        total = then.documents();
        gone = now.to < then.oldest() || (now.from > 0 && now.from < then.oldest());
        if (gone) {
            throw new Unavailable("versions are retained no more", Duration.ofMillis(1));
        }
        return read;
    }

    private boolean read(Ticket<Page> done) {
        reading = null;
        try {
            page = done.result();
        } catch (ExecutionException e) {
            pass = null;
            failed(e);
        }
        return true;
    }

    private boolean goOn(Page now) {
        if (now.lacking().isEmpty()) {
            Pass of = Objects.requireNonNull(pass, "a page belongs to a pass");
            writing = world.fork(World.Lane.STORE, World.UNBOUNDED, () -> write(of, now));
            return true;
        }
        synchronized (ending) {
            return !hasEnded && ask(now);
        }
    }

    private boolean ask(Page now) {
        Duration pause = texts.pause();
        if (pause.isPositive()) {
            show(texts.problem());
            pauseUntil = world.now().plus(pause);
            world.wakeAt(pauseUntil);
            return true;
        }
        List<Chunk> pack = texts.take(now.lacking().values());
        if (pack.isEmpty()) {
            return false; // others ask, and wake it
        }
        taken = pack;
        asking =
                world.fork(
                        texts.lane(),
                        texts.deadline(),
                        () -> {
                            texts.ask(pack);
                            return true;
                        });
        return true;
    }

    private boolean asked(Ticket<Boolean> done) {
        asking = null;
        List<Chunk> pack = taken;
        giveBack();
        try {
            done.result();
            failures = 0;
            page = page == null ? null : page.without(pack);
            show("");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Unavailable state) {
                texts.late(state);
            }
            failed(e);
        }
        return true;
    }

    /// On the store's lane; repeatable.
    private boolean write(Pass of, Page now) {
        if (of.from == 0 && of.after.isEmpty()) {
            store.reset();
        }
        pages.write(now, store);
        if (now.next().isEmpty()) {
            store.publish(history, of.to);
        }
        return true;
    }

    private boolean written(Ticket<Boolean> done) {
        writing = null;
        Page now = page;
        page = null;
        try {
            done.result();
            failures = 0;
            Pass next = pass == null || now == null ? null : pass.past(now);
            pass = next == null || next.after.isEmpty() ? null : next;
            show("");
        } catch (ExecutionException e) {
            pass = null; // what the store holds is looked at again
            failed(e);
        }
        return true;
    }

    private void failed(ExecutionException e) {
        long pauseMs = Math.min(PAUSE_MS_MAX, PAUSE_MS_MIN << Math.min(failures, 10));
        failures++;
        pauseUntil = world.now().plus(Duration.ofMillis(pauseMs));
        world.wakeAt(pauseUntil);
        show(problem(e));
        warnings.warn("the other side of a migration lags store=" + store.name(), e);
    }

    private String problem(ExecutionException e) {
        String message = String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
        if (!(e.getCause() instanceof Refused) || page == null) {
            return message;
        }
        String where =
                page.lacking().keySet().stream()
                        .flatMap(hash -> page.documentOf(hash).stream())
                        .findFirst()
                        .map(document -> " at or after document " + document.value())
                        .orElse("");
        return "a text is refused" + where + ": " + message;
    }

    private void show(String problem) {
        Pass now = pass;
        long documents = now == null || now.from > 0 ? total : now.documents;
        long elapsedMs = Duration.ofNanos(world.nanos() - passNanos).toMillis();
        long left = documents == 0 ? 0 : elapsedMs * Math.max(0, total - documents) / documents;
        progress =
                new Progress(
                        reached,
                        documents,
                        total,
                        now == null ? shows.rows() : now.rows,
                        texts.tokens(),
                        shows.version(),
                        left,
                        problem);
    }
}

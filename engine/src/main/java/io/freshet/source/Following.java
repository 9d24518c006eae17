package io.freshet.source;

import io.freshet.Admission;
import io.freshet.DeleteGuard;
import io.freshet.DocumentId;
import io.freshet.SourceDrift;
import io.freshet.SourceProgress;
import io.freshet.SourceStatus;
import io.freshet.Submission;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Source;
import io.freshet.spi.Source.Listing;
import io.freshet.spi.Source.Scope;
import io.freshet.spi.Ticket;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Follows one source: hints say where to look, listings are compared with what is known, what
/// changed is read page by page and submitted together with what is known from then on. Hints may
/// be lost, doubled or late: the listings, whole ones now and then, make it right.
///
/// One call is in the source at a time, and none while a submission is on its way, so that a
/// listing is always compared with what the journal holds. A call that hangs is given up for the
/// time being and stops nobody but this source.
///
/// Confined to its shard, but for [#status] and [#skipped], which any thread may read.
public final class Following {
    private static final Duration READ_MAX = Duration.ofMinutes(2);

    /// While too many documents wait to be indexed, it is looked so often whether fewer do.
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final World world;
    private final Source source;
    private final Door door;
    private final Hints hints;
    private final Listings listings;
    private final Known known = new Known();
    private final Comparison comparison;
    private final Skips skips;
    private final Health health;
    private final Withholding withholding;
    private final Loading loading;
    private final Outbox outbox;
    private final Deletions deletions;
    private final Updates updates;
    private final PageReader reader;
    private final Held held;
    private final Auditing auditing;
    private @Nullable Call call;
    private Optional<Scope> pending = Optional.empty();
    private Instant wholeAt = Instant.EPOCH;
    private Instant pausedUntil = Instant.EPOCH;
    private Instant woken = Instant.EPOCH;
    private Optional<Instant> lastScan = Optional.empty();
    private String root = "";
    private boolean hasListed;
    private boolean isLive;
    private boolean isDecided;
    private long firstWhole;
    private long read;
    private volatile SourceStatus status;
    private volatile List<SourceStatus.Skipped> skipped = List.of();
    private volatile List<DocumentId> shownHeld = List.of();

    /// @param submit hands a submission on; the ticket is done once it is on disk or put off
    /// @param released withheld deletes that wait from now on
    public Following(
            World world,
            Source source,
            Journal journal,
            Ledger ledger,
            DeleteGuard guard,
            Function<Submission, Ticket<Admission>> submit,
            Consumer<List<DocumentId>> released) {
        this.world = world;
        this.source = source;
        this.door = new Door(world);
        this.hints = new Hints(world);
        this.listings = new Listings(source, door, hints);
        this.comparison = new Comparison(known, source.pace());
        this.skips = new Skips(source.name(), comparison.oddities());
        this.health = new Health(source.name());
        this.withholding = new Withholding(world, journal, guard, released);
        this.loading = new Loading(world, journal, source.name(), known, withholding);
        this.outbox = new Outbox(world, submit);
        Indexed indexed = new Indexed(journal, ledger);
        this.held = new Held(world, known, indexed);
        this.auditing = new Auditing(world, source.name(), known, held, indexed);
        this.deletions =
                new Deletions(source.name(), new Guard(guard), known, comparison, auditing);
        this.updates = new Updates(source.name(), known, comparison, auditing);
        this.reader = new PageReader(source, journal);
        this.status = shown();
    }

    /// What is asked of the source.
    private sealed interface Call {
        record Listed(Scope scope, Ticket<Look> ticket) implements Call {}

        record Page(Ticket<PageReader.Page> ticket) implements Call {}
    }

    public boolean step() {
        if (!loading.isDone()) {
            return load();
        }
        boolean did = isDecided;
        isDecided = false;
        did |= told();
        did |= withholding.step();
        did |= held.step();
        did |= audited();
        did |= answered();
        did |= delete();
        did |= next();
        if (did) {
            show();
        }
        wake();
        return did;
    }

    private boolean load() {
        boolean did = loading.step();
        if (loading.isDone()) {
            deletions.reported(withholding.size(), withholding.newest());
        }
        return did;
    }

    /// What was submitted is on disk.
    private boolean told() {
        List<Submission> accepted = outbox.accepted();
        Instant now = world.now();
        for (Submission submission : accepted) {
            SourceProgress progress = submission.progress().orElseThrow();
            known.apply(progress);
            progress.gone().forEach(comparison.missing()::forget);
            progress.seen().forEach(item -> withholding.forget(List.of(item.document())));
            if (submission.mode() == Submission.Mode.WITHHELD) {
                withholding.add(progress.gone(), now);
            }
        }
        return !accepted.isEmpty();
    }

    private boolean answered() {
        return switch (call) {
            case Call.Listed(Scope scope, Ticket<Look> ticket) when ticket.isDone() -> {
                call = null;
                listed(scope, ticket);
                yield true;
            }
            case Call.Page(Ticket<PageReader.Page> ticket) when ticket.isDone() -> {
                call = null;
                read(ticket);
                yield true;
            }
            case null, default -> false;
        };
    }

    private void listed(Scope scope, Ticket<Look> ticket) {
        Instant now = world.now();
        try {
            Look look = ticket.result();
            health.answered();
            if (!look.listing().root().equals(root) && !scope.isAll()) {
                look(Scope.ALL);
            } else {
                compare(look, now);
            }
        } catch (ExecutionException e) {
            health.failed(e, now);
            look(scope);
        }
    }

    /// It is listed whole, and tells how that differs from what is known and what is indexed.
    public Ticket<SourceDrift> audit(boolean mends) {
        return auditing.ask(mends);
    }

    private boolean audited() {
        Optional<Auditing.Answered> answered = auditing.step();
        answered.flatMap(Auditing.Answered::mending)
                .ifPresent(
                        whole -> {
                            health.answered();
                            compare(whole, world.now());
                        });
        answered.ifPresent(found -> found.otherwise().forEach(this::refresh));
        return answered.isPresent();
    }

    private void compare(Look look, Instant now) {
        Listing listing = look.listing();
        boolean isDistrusted = !listing.root().equals(root) && listing.entries().isEmpty();
        comparison.compare(isDistrusted ? look.distrusted() : look, now);
        skips.listed(look);
        skipped = skips.shown();
        if (!listing.entries().isEmpty()) {
            root = listing.root();
        }
        if (look.scope().isAll()) {
            withholding.listed(source.name(), look, comparison.oddities());
            lastScan = Optional.of(now);
            firstWhole = firstWhole == 0 ? look.number() : firstWhole;
            wholeAt = now.plus(source.pace().rescan());
        }
    }

    private void read(Ticket<PageReader.Page> ticket) {
        Instant now = world.now();
        try {
            PageReader.Page page = ticket.result();
            if (page.isPaused()) {
                pausedUntil = now.plus(PAUSE);
                return;
            }
            page.problem().ifPresentOrElse(why -> health.failed(why, now), health::answered);
            read += page.documents().size();
            updates.of(page.documents(), now).forEach(outbox::send);
            updates.lookAgain().ifPresent(this::look);
            skipped = skips.shown();
        } catch (ExecutionException e) {
            health.failed(e, now);
        }
    }

    private boolean delete() {
        if (isBusy()) {
            return false;
        }
        List<Submission> submissions = deletions.due(world.now());
        submissions.forEach(outbox::send);
        return !submissions.isEmpty();
    }

    private boolean next() {
        Instant now = world.now();
        if (isBusy()) {
            return false;
        }
        if (auditing.isAsked() && held.isRead() && !door.isOccupied()) {
            auditing.begin(listings.list(Scope.ALL));
            return true;
        }
        if (hints.areThere()) {
            health.stirs(now);
        }
        if (now.isBefore(health.retryAt())) {
            return false;
        }
        if (door.isOccupied()) {
            health.failed("a call has not come back", now);
            return true;
        }
        hints.take(now).ifPresent(this::look);
        List<DocumentId> again = comparison.relooks().take(now);
        if (!again.isEmpty()) {
            look(new Scope(again.stream().map(DocumentId::value).toList()));
        }
        if (!now.isBefore(wholeAt) || !now.isBefore(withholding.confirmAt())) {
            look(Scope.ALL);
        }
        boolean canRead = comparison.hasNext() && !now.isBefore(pausedUntil);
        if (pending.isPresent() && !(canRead && hasListed)) {
            hasListed = true;
            call = new Call.Listed(pending.get(), listings.list(pending.get()));
            pending = Optional.empty();
            return true;
        }
        hasListed = false;
        if (canRead) {
            List<ReadQueue.Wanted> page =
                    comparison.queue().next(PageReader.PAGE_DOCUMENTS_MAX, comparison.mayReadNew());
            call = new Call.Page(door.fork(READ_MAX, () -> reader.read(page)));
        }
        return canRead;
    }

    /// Where to look next.
    private void look(Scope scope) {
        pending = Optional.of(Hints.bounded(pending.map(scope::and).orElse(scope)));
    }

    private boolean isBusy() {
        return call != null || auditing.isBusy() || !outbox.isEmpty();
    }

    private void wake() {
        if (isBusy()) {
            return;
        }
        Instant due = pending.isPresent() ? Instant.EPOCH : wholeAt;
        due = earlier(due, withholding.confirmAt());
        due = earlier(due, earlier(comparison.relooks().next(), hints.readyAt()));
        if (comparison.hasNext()) {
            due = earlier(due, pausedUntil);
        }
        due = due.isBefore(health.retryAt()) ? health.retryAt() : due;
        if (due.isAfter(world.now()) && !due.equals(woken)) {
            woken = due;
            world.wakeAt(due);
        }
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    /// A document of this source is read again, whatever its stamp. Of another it does nothing.
    public void refresh(DocumentId document) {
        if (known.holds(document)) {
            look(comparison.force(document));
        }
    }

    /// Somebody else has decided about withheld deletes: a person, or an event of the document.
    public void decided(Collection<DocumentId> documents) {
        if (withholding.size() > 0) {
            withholding.forget(documents);
            isDecided = true;
        }
        isDecided |= held.release(documents);
    }

    /// A rollback has made a version.
    public void rolledBack() {
        held.rolledBack();
    }

    /// What a rollback holds is taken from the source again. Of another it does nothing.
    public void unhold(Collection<DocumentId> documents) {
        documents.stream().filter(held::holds).forEach(this::refresh);
    }

    /// Nothing is to be done before something changes.
    public boolean isAtRest() {
        return firstWhole > 0
                && held.isRead()
                && !isBusy()
                && pending.isEmpty()
                && !hints.areThere()
                && comparison.toRead() == 0
                && comparison.missing().isEmpty();
    }

    private void show() {
        isLive |=
                firstWhole > 0
                        && outbox.isEmpty()
                        && call == null
                        && comparison.oldestListing() > firstWhole;
        status = shown();
        shownHeld = held.size() == shownHeld.size() ? shownHeld : held.all();
    }

    /// What is read and not on disk yet counts as to be read: nobody else knows of it.
    private SourceStatus shown() {
        return new SourceStatus(
                source.name(),
                source.type(),
                source.location(),
                isLive ? SourceStatus.State.LIVE : SourceStatus.State.SCANNING,
                known.size() + comparison.queue().fresh() + outbox.fresh(known),
                Math.max(0, read - outbox.documents()),
                comparison.toRead() + outbox.documents(),
                skips.count(),
                withholding.size(),
                held.size(),
                health.problem().or(outbox::problem).or(source::problem),
                lastScan);
    }

    public SourceStatus status() {
        return status;
    }

    /// Documents that a rollback holds, by id.
    public List<DocumentId> held() {
        return shownHeld;
    }

    /// The first 10,000 things that it has and are not indexed, by path.
    public List<SourceStatus.Skipped> skipped() {
        return skipped;
    }
}

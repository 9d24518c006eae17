package io.freshet.sim;

import io.freshet.Admission;
import io.freshet.Change;
import io.freshet.Change.Upsert;
import io.freshet.DeadLetter;
import io.freshet.DocumentId;
import io.freshet.FreshetException.Unavailable;
import io.freshet.IndexEvent;
import io.freshet.Pending;
import io.freshet.Priority;
import io.freshet.Purge;
import io.freshet.Scope;
import io.freshet.Settlement;
import io.freshet.SourceItem;
import io.freshet.Submission;
import io.freshet.Withheld;
import io.freshet.sim.JournalState.Place;
import io.freshet.sim.JournalState.Row;
import io.freshet.spi.Journal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A journal in memory: small and slow. What it accepted lies on a [Disk] that outlives the
/// instance, so that a simulation can crash it and open it again, or open what an earlier copy of
/// the disk held. Safe for any thread.
public final class MemoryJournal implements Journal {
    private static final Duration STEP = Duration.ofHours(1);
    private static final Comparator<Pending> BY_DUE =
            Comparator.comparing(MemoryJournal::due).thenComparingLong(Pending::sequence);

    private final Disk disk;

    /// Opens what the disk holds; an earlier instance on the same disk is closed by it.
    public MemoryJournal(Disk disk) {
        this.disk = disk;
        disk.owner = Optional.of(this);
        MemoryDead.undefer(disk.state);
    }

    /// What lasts.
    public static final class Disk {
        private JournalState state = new JournalState();
        private Optional<MemoryJournal> owner = Optional.empty();

        /// The same content on a disk of its own.
        public Disk copy() {
            Disk copy = new Disk();
            copy.state = state.copy();
            return copy;
        }

        /// It belongs to another history from now on.
        Disk adopt(String history) {
            state.trimmed = state.trimmed.map(t -> new Trimmed(history, t.version()));
            return this;
        }
    }

    private JournalState state() {
        if (disk.owner.orElse(null) != this) {
            throw new Unavailable("journal is closed", Duration.ofSeconds(1));
        }
        return disk.state;
    }

    @Override
    public synchronized List<Admission> append(
            List<Submission> submissions, Instant now, Predicate<DocumentId> committed) {
        boolean mayFail =
                submissions.stream().flatMap(s -> s.events().stream()).anyMatch(e -> needsText(e));
        JournalState draft = mayFail ? state().copy() : state();
        List<Admission> answers = new ArrayList<>();
        for (Submission submission : submissions) {
            JournalState before = mayFail ? draft.copy() : draft;
            Admission answer = new MemoryAdmission(draft, now, committed).admit(submission);
            answers.add(answer);
            if (answer instanceof Admission.Rejected) {
                draft = before;
            }
        }
        disk.state = draft;
        return answers;
    }

    private static boolean needsText(IndexEvent event) {
        return event.change() instanceof Upsert upsert && upsert.content().isEmpty();
    }

    @Override
    public synchronized List<Pending> ready(Ready query) {
        List<Pending> due =
                state().waiting().stream()
                        .filter(state()::isHead)
                        .map(Row::pending)
                        .filter(row -> isListed(row, query))
                        .sorted(BY_DUE)
                        .limit(query.limit())
                        .toList();
        long left = query.bytesMax();
        List<Pending> page = new ArrayList<>();
        for (Pending row : due) {
            left -= bytes(row.change());
            if (left < 0 && !page.isEmpty()) {
                break;
            }
            page.add(row);
        }
        return page;
    }

    private static boolean isListed(Pending row, Ready query) {
        return !query.inWork().contains(row.document())
                && !row.notBefore().isAfter(query.now())
                && row.priority().compareTo(query.atLeast()) >= 0
                && (row.priority() != Priority.NORMAL || !row.since().isAfter(query.since()));
    }

    private static Instant due(Pending row) {
        return row.since().minus(STEP.multipliedBy(steps(row.priority())));
    }

    private static int steps(Priority priority) {
        return switch (priority) {
            case NORMAL -> 0;
            case HIGH -> 1;
            case CRITICAL -> 2;
        };
    }

    @Override
    public synchronized List<Pending> group(long group) {
        return state().group(group).stream().map(Row::pending).toList();
    }

    @Override
    public synchronized List<Expected> expected(
            String prefix, Optional<DocumentId> after, int limit) {
        return state().expected(prefix).stream()
                .filter(expected -> isAfter(expected.document(), after))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Long> waiting(DocumentId document) {
        return state().waiting(document).stream().map(row -> row.pending().sequence()).toList();
    }

    @Override
    public synchronized Optional<Instant> nextRetry(Instant now) {
        return state().waiting().stream()
                .map(row -> row.pending().notBefore())
                .filter(at -> at.isAfter(now))
                .min(Comparator.naturalOrder());
    }

    @Override
    public synchronized void settle(List<Settlement> settlements, String history, long version) {
        JournalState state = state();
        for (Settlement settlement : settlements) {
            state.of(settlement.document()).stream()
                    .filter(row -> row.pending().sequence() <= settlement.sequence())
                    .forEach(row -> settle(state, row, settlement.sequence()));
        }
        state.trimmed = Optional.of(new Trimmed(history, version));
    }

    private static void settle(JournalState state, Row row, long sequence) {
        boolean isApplied = row.pending().sequence() == sequence;
        state.applied += isApplied ? 1 : 0;
        state.superseded += isApplied ? 0 : 1;
        state.remove(row);
    }

    @Override
    public synchronized Optional<Trimmed> trimmed() {
        return state().trimmed;
    }

    @Override
    public synchronized void postpone(List<Postponement> postponements) {
        JournalState state = state();
        for (Postponement postponement : postponements) {
            state.row(postponement.document(), postponement.sequence())
                    .filter(Row::isWaiting)
                    .ifPresent(row -> state.put(MemoryDead.postponed(row, postponement)));
        }
    }

    @Override
    public synchronized List<DocumentId> park(List<Parking> parkings) {
        JournalState state = state();
        return parkings.stream()
                .filter(parking -> MemoryDead.park(state, parking))
                .map(Parking::document)
                .toList();
    }

    @Override
    public synchronized List<DeadLetter> deadLetters(Optional<DocumentId> after, int limit) {
        return state().dead().stream()
                .filter(row -> isAfter(row.pending().document(), after))
                .flatMap(row -> MemoryDead.letter(row).stream())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Optional<DeadLetter> deadLetter(DocumentId document) {
        return state().dead(document).flatMap(MemoryDead::letter);
    }

    @Override
    public synchronized List<DocumentId> retry(Collection<DocumentId> documents, Instant now) {
        return MemoryDead.retry(state(), documents, now);
    }

    @Override
    public synchronized List<DocumentId> discard(Collection<DocumentId> documents) {
        return MemoryDead.discard(state(), documents);
    }

    @Override
    public synchronized long waitingDocuments(Scope scope) {
        return MemoryDead.waitingDocuments(state(), scope);
    }

    @Override
    public synchronized Discarded discardWaiting(Scope scope) {
        return MemoryDead.discardWaiting(state(), scope);
    }

    @Override
    public synchronized List<Unsettled> unsettled(long requestSequence) {
        return state().rows.values().stream()
                .filter(row -> isOf(row, requestSequence))
                .map(
                        row ->
                                new Unsettled(
                                        row.pending().document(),
                                        row.pending().sequence(),
                                        problem(row),
                                        isDead(row)))
                .toList();
    }

    private static boolean isOf(Row row, long sequence) {
        return row.origin().request() == sequence || row.origin().event() == sequence;
    }

    private boolean isDead(Row row) {
        return state().dead(row.pending().document())
                .filter(dead -> dead.pending().sequence() >= row.pending().sequence())
                .isPresent();
    }

    private Optional<String> problem(Row row) {
        return state().waitingOrDead(row.pending().document()).stream()
                .filter(later -> later.pending().sequence() >= row.pending().sequence())
                .findFirst()
                .flatMap(Row::problem);
    }

    @Override
    public synchronized Status status() {
        JournalState state = state();
        List<Row> waiting = state.waiting();
        int withheld = state.withheld().size();
        int dead = state.dead().size();
        return new Status(
                state.sequence,
                state.accepted,
                state.applied,
                state.superseded + state.rows.size() - waiting.size() - withheld - dead,
                state.ignored,
                waiting.size(),
                dead,
                withheld,
                state.discarded,
                waiting.stream().map(row -> row.pending().document()).distinct().count(),
                waiting.stream().mapToLong(row -> bytes(row.pending().change())).sum(),
                waiting.stream().map(row -> row.pending().since()).min(Comparator.naturalOrder()),
                MemoryDead.failing(waiting));
    }

    private static long bytes(Change change) {
        return Stream.of(change)
                .flatMap(c -> c instanceof Upsert upsert ? upsert.content().stream() : null)
                .mapToLong(content -> content.text().getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    @Override
    public synchronized List<SourceItem> items(
            String source, Optional<DocumentId> after, int limit) {
        return state().items.getOrDefault(source, new TreeMap<>()).values().stream()
                .filter(item -> isAfter(item.document(), after))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Withheld> withheld(Optional<DocumentId> after, int limit) {
        return state().withheld().stream()
                .filter(row -> isAfter(row.pending().document(), after))
                .flatMap(row -> withheld(row).stream())
                .limit(limit)
                .toList();
    }

    private static boolean isAfter(DocumentId document, Optional<DocumentId> after) {
        return after.isEmpty() || document.compareTo(after.get()) > 0;
    }

    private static Optional<Withheld> withheld(Row row) {
        Pending p = row.pending();
        return row.place() instanceof Place.Held(String source, String root)
                ? Optional.of(new Withheld(p.document(), p.sequence(), p.since(), source, root))
                : Optional.empty();
    }

    @Override
    public synchronized List<DocumentId> release(Collection<DocumentId> documents, Instant now) {
        JournalState state = state();
        List<DocumentId> released = new ArrayList<>();
        for (DocumentId document : documents) {
            Optional<Row> row = state.withheld(document);
            if (row.isPresent()) {
                state.remove(row.get());
                Pending delete = since(row.get().pending(), now);
                Pending added = MemoryAdmission.add(state, delete, row.get().origin());
                state.lend(added, added.priority());
                released.add(document);
            }
        }
        return released;
    }

    private static Pending since(Pending p, Instant now) {
        return new Pending(
                p.document(),
                p.change(),
                p.sequence(),
                p.priority(),
                p.sourceVersion(),
                p.timestamp(),
                now,
                Instant.EPOCH,
                0,
                OptionalLong.empty());
    }

    @Override
    public synchronized List<DocumentId> purgeable(
            Purge purge, Optional<DocumentId> after, int limit) {
        return MemoryPurge.purgeable(state(), purge, after, limit);
    }

    @Override
    public synchronized void purge(Purge purge) {
        MemoryPurge.purge(state(), purge);
    }

    @Override
    public synchronized Optional<Purge> purging() {
        return state().purging;
    }

    @Override
    public synchronized void purged() {
        state().purging = Optional.empty();
    }

    @Override
    public synchronized void forgetEventIds(Instant before) {
        state().originals.values().removeIf(original -> original.accepted().isBefore(before));
    }

    @Override
    public synchronized void close() {
        if (disk.owner.orElse(null) == this) {
            disk.owner = Optional.empty();
        }
    }
}

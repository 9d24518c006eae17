package io.freshet.commit;

import io.freshet.Batch;
import io.freshet.BatchDone;
import io.freshet.ChangeSet;
import io.freshet.Chunk;
import io.freshet.DocumentChange;
import io.freshet.DocumentId;
import io.freshet.Embedded;
import io.freshet.EmbeddingSpace;
import io.freshet.Failure;
import io.freshet.FreshetException.Corrupt;
import io.freshet.Pending;
import io.freshet.Placement;
import io.freshet.RetrySettings;
import io.freshet.Settlement;
import io.freshet.Version;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Ticket;
import io.freshet.spi.Warnings;
import io.freshet.spi.World;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes one version of each embedded batch, in one transaction, then has the journal drop what is
/// settled and put back or set aside what failed. Documents whose ticket was voided, and those that
/// failed (an atomic group as a whole), are left out. Confined to its shard.
///
/// Crash points: before the ledger's commit nothing happened, the journal still has the rows;
/// between it and the journal's, the rows are found settled by their sequence and only dropped.
public final class Committer {
    private static final System.Logger LOG = System.getLogger(Committer.class.getName());

    private final World world;
    private final Warnings warnings;
    private final Ledger ledger;
    private final EmbeddingSpace space;
    private final Function<Batch, Set<DocumentId>> seal;
    private final Consumer<BatchDone> out;
    private final Reports reports;
    private final Retries retries;
    private final Deque<Embedded> waiting = new ArrayDeque<>();
    private @Nullable Work work;
    private boolean isHeld;

    /// @param seal the members whose ticket still holds; none is voided from then on
    /// @param out what was committed of a batch, at once
    /// @param dead what was given up, once the journal has it
    /// @param deferred what was put back, likewise
    /// @param release the journal knows what became of the batch: its documents may be taken again
    public Committer(
            World world,
            Journal journal,
            Ledger ledger,
            EmbeddingSpace space,
            RetrySettings retry,
            Function<Batch, Set<DocumentId>> seal,
            Consumer<BatchDone> out,
            Consumer<List<Journal.Parking>> dead,
            Consumer<List<Journal.Postponement>> deferred,
            Consumer<Batch> release) {
        this.world = world;
        this.warnings = new Warnings(world, LOG);
        this.ledger = ledger;
        this.space = space;
        this.seal = seal;
        this.out = out;
        this.reports = new Reports(world, journal, new Reports.Told(dead, deferred, release));
        this.retries = new Retries(world, retry);
    }

    /// A commit under way.
    ///
    /// @param failures by the sequence of their pending row
    private record Work(
            Embedded embedded,
            ChangeSet changes,
            Set<DocumentId> holding,
            Map<Long, Failure> failures,
            Ticket<Ledger.Commit> commit) {}

    public void accept(Embedded embedded) {
        waiting.add(embedded);
    }

    /// No commit begins until [#goOn].
    public void hold() {
        isHeld = true;
    }

    public void goOn() {
        isHeld = false;
    }

    /// Whether none is under way, and the journal was told of all that were, or could not be.
    public boolean isAtRest() {
        return work == null && reports.areOver();
    }

    public boolean step() {
        boolean did = reports.step();
        return commitNext() || did;
    }

    private boolean commitNext() {
        if (work != null) {
            return work.commit.isDone() && finish(work);
        }
        Embedded next = isHeld ? null : waiting.poll();
        if (next == null) {
            return false;
        }
        start(next);
        return true;
    }

    private void start(Embedded embedded) {
        Batch batch = embedded.planned().batch();
        Set<DocumentId> holding = seal.apply(batch);
        Map<Long, Failure> failures = new TreeMap<>();
        Set<Long> failedGroups = new TreeSet<>();
        for (Pending member : batch.members()) {
            Failure failure = embedded.failures().get(member.document());
            if (failure != null && holding.contains(member.document())) {
                failures.put(member.sequence(), failure);
                member.group().ifPresent(failedGroups::add);
            }
        }
        Set<DocumentId> left = new HashSet<>();
        for (Pending member : batch.members()) {
            boolean inFailedGroup =
                    member.group().isPresent() && failedGroups.contains(member.group().getAsLong());
            if (inFailedGroup
                    || failures.containsKey(member.sequence())
                    || !holding.contains(member.document())) {
                left.add(member.document());
            }
        }
        commit(embedded, holding, failures, left);
    }

    private void commit(
            Embedded embedded,
            Set<DocumentId> holding,
            Map<Long, Failure> failures,
            Set<DocumentId> left) {
        List<DocumentChange> changes =
                embedded.planned().changes().stream()
                        .filter(change -> !left.contains(change.document()))
                        .toList();
        List<ChangeSet.Unchanged> unchanged =
                embedded.planned().unchanged().stream()
                        .filter(u -> !left.contains(u.settlement().document()))
                        .toList();
        ChangeSet set =
                new ChangeSet(
                        embedded.planned().batch().cause(changes),
                        space,
                        changes,
                        unchanged,
                        tokens(changes, embedded.asked()),
                        world.now());
        work =
                new Work(
                        embedded,
                        set,
                        holding,
                        failures,
                        world.fork(World.Lane.LEDGER, World.UNBOUNDED, () -> ledger.commit(set)));
    }

    private boolean finish(Work done) {
        work = null;
        try {
            switch (done.commit.result()) {
                case Ledger.Commit.Done(Ledger.Head head, Optional<Version> _) ->
                        committed(done, head);
                case Ledger.Commit.Moved(List<DocumentId> documents) -> moved(done, documents);
            }
        } catch (ExecutionException e) {
            notCommitted(done, e);
        }
        return true;
    }

    private void committed(Work done, Ledger.Head head) {
        List<BatchDone.Settled> settled = settled(done);
        List<Settlement> settlements = settled.stream().map(BatchDone.Settled::settlement).toList();
        Batch batch = done.embedded.planned().batch();
        // first, so that what the journal counts as settled is counted everywhere else
        out.accept(new BatchDone(batch, head.version(), settled));
        reports.tell(batch, settlements, Optional.of(head), failed(done));
    }

    private Retries.Failed failed(Work done) {
        List<Pending> members =
                done.embedded.planned().batch().members().stream()
                        .filter(member -> done.holding.contains(member.document()))
                        .toList();
        return retries.decide(members, done.failures);
    }

    /// Nothing was committed: the moved documents go back to be planned again, the others at once,
    /// but for those that were made void meanwhile.
    private void moved(Work done, List<DocumentId> documents) {
        Set<DocumentId> holding = seal.apply(done.embedded.planned().batch());
        Set<DocumentId> moved = new HashSet<>(documents);
        Set<Long> movedGroups = new HashSet<>();
        for (Pending member : done.embedded.planned().batch().members()) {
            if (moved.contains(member.document())) {
                member.group().ifPresent(movedGroups::add);
            }
        }
        Set<DocumentId> left = new HashSet<>(moved);
        Set<DocumentId> inSet = new HashSet<>();
        done.changes.changes().forEach(change -> inSet.add(change.document()));
        done.changes.unchanged().forEach(u -> inSet.add(u.settlement().document()));
        for (Pending member : done.embedded.planned().batch().members()) {
            boolean inMovedGroup =
                    member.group().isPresent() && movedGroups.contains(member.group().getAsLong());
            if (inMovedGroup
                    || !inSet.contains(member.document())
                    || !holding.contains(member.document())) {
                left.add(member.document());
            }
        }
        LOG.log(System.Logger.Level.DEBUG, () -> "base moved documents=" + documents.size());
        commit(done.embedded, holding, done.failures, left);
    }

    private void notCommitted(Work done, ExecutionException e) {
        if (e.getCause() instanceof Corrupt corrupt) {
            throw corrupt;
        }
        warnings.warn("the ledger did not commit", e);
        Failure failure =
                new Failure(
                        false,
                        Optional.of(Duration.ofSeconds(1)),
                        "the ledger did not commit: " + e.getCause());
        Map<Long, Failure> all = new TreeMap<>(done.failures);
        Batch batch = done.embedded.planned().batch();
        batch.members().stream()
                .filter(member -> done.holding.contains(member.document()))
                .forEach(member -> all.putIfAbsent(member.sequence(), failure));
        Retries.Failed later = retries.decide(batch.members(), all);
        reports.tell(batch, List.of(), Optional.empty(), later);
    }

    /// All that the change set settled, and what earlier commits had settled.
    private static List<BatchDone.Settled> settled(Work done) {
        List<BatchDone.Settled> settled = new ArrayList<>();
        Set<String> asked = new HashSet<>(done.embedded.asked());
        for (DocumentChange change : done.changes.changes()) {
            settled.add(
                    new BatchDone.Settled(
                            change.settlement(),
                            false,
                            new Version.Chunks(
                                    change.added().size(), change.removed().size(), change.kept()),
                            tokens(change, asked),
                            keptTokens(change)));
        }
        for (ChangeSet.Unchanged unchanged : done.changes.unchanged()) {
            settled.add(
                    new BatchDone.Settled(
                            unchanged.settlement(),
                            true,
                            Version.Chunks.NONE,
                            new ChangeSet.Tokens(0, tokens(unchanged)),
                            tokens(unchanged)));
        }
        for (Settlement earlier : done.embedded.planned().settled()) {
            settled.add(
                    new BatchDone.Settled(
                            earlier, false, Version.Chunks.NONE, ChangeSet.Tokens.NONE, 0));
        }
        return settled;
    }

    private static long tokens(ChangeSet.Unchanged unchanged) {
        return unchanged.base().committed().stream()
                .flatMap(committed -> committed.placements().stream())
                .mapToLong(Placement::tokens)
                .sum();
    }

    private static long keptTokens(DocumentChange change) {
        Set<String> added = new HashSet<>();
        change.added().forEach(chunk -> added.add(chunk.hash()));
        return change.after().stream()
                .flatMap(body -> body.placements().stream())
                .filter(placement -> !added.contains(placement.hash()))
                .mapToLong(Placement::tokens)
                .sum();
    }

    private static ChangeSet.Tokens tokens(List<DocumentChange> changes, Set<String> asked) {
        Set<String> left = new HashSet<>(asked);
        ChangeSet.Tokens sum = ChangeSet.Tokens.NONE;
        for (DocumentChange change : changes) {
            sum = sum.plus(tokens(change, left));
        }
        return sum;
    }

    /// @param asked hashes that are still to be counted as embedded; what is counted is taken out
    private static ChangeSet.Tokens tokens(DocumentChange change, Set<String> asked) {
        long embedded = 0;
        for (Chunk chunk : change.added()) {
            if (asked.remove(chunk.hash())) {
                embedded += chunk.tokens();
            }
        }
        long whole =
                change.after().stream()
                        .flatMap(body -> body.placements().stream())
                        .mapToLong(Placement::tokens)
                        .sum();
        return new ChangeSet.Tokens(embedded, Math.max(0, whole - embedded));
    }
}

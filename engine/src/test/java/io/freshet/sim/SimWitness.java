package io.freshet.sim;

import io.freshet.Admission;
import io.freshet.Announcement;
import io.freshet.ChangeSet;
import io.freshet.CollectionSettings;
import io.freshet.DocumentChange;
import io.freshet.DocumentId;
import io.freshet.IndexEvent;
import io.freshet.Position;
import io.freshet.Purge;
import io.freshet.Settlement;
import io.freshet.Submission;
import io.freshet.Sweep;
import io.freshet.Version;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Stands between a collection's steps and its journal and ledger, and holds everything that is
/// written against the model, at the moment when it is written and whether or not anybody hears of
/// it. Confined to one thread.
final class SimWitness {
    private static final int MANY = 100_000;

    private final CollectionSettings settings;
    private final SimModel model;
    private final SimDigest digest;
    private final Map<Instant, Submission> sent = new HashMap<>();
    private final Map<Instant, Admission.Accepted> written = new HashMap<>();
    private final Set<Instant> refusable = new HashSet<>();
    private final Map<DocumentId, Long> applied = new TreeMap<>();
    private final Map<DocumentId, SimModel.State> held = new TreeMap<>();
    private final Map<Long, Map<DocumentId, SimModel.State>> versionsHeld = new TreeMap<>();
    private final Set<DocumentId> broughtBack = new TreeSet<>();
    private final Map<DocumentId, Long> purged = new TreeMap<>();
    private long bySources;
    private long parked;
    private long versions;

    SimWitness(CollectionSettings settings, SimModel model, SimDigest digest) {
        this.settings = settings;
        this.model = model;
        this.digest = digest;
    }

    /// A client is about to ask for this.
    void sent(Submission submission) {
        sent.put(stamp(submission).orElseThrow(), submission);
        refuse(submission);
    }

    /// A sweep is refused where it would delete too much at the moment, before it comes to a write.
    private void refuse(Submission submission) {
        if (model.refuses(submission)) {
            refusable.add(stamp(submission).orElseThrow());
        }
    }

    void answered(Submission submission) {
        refuse(submission);
        sent.remove(stamp(submission).orElseThrow());
    }

    void crashed() {
        sent.clear();
    }

    /// Whether there was a moment since it was sent in which it had to be refused.
    boolean mayBeRefused(Submission submission) {
        return stamp(submission).filter(refusable::contains).isPresent();
    }

    /// By which a client's request is known; a source's has none of the workload's.
    private static Optional<Instant> stamp(Submission submission) {
        return submission.progress().isPresent()
                ? Optional.empty()
                : submission.events().stream()
                        .map(IndexEvent::timestamp)
                        .findFirst()
                        .or(() -> submission.sweep().map(Sweep::timestamp));
    }

    /// Whether it is on disk, and as what.
    Optional<Admission.Accepted> written(Submission submission) {
        return stamp(submission).map(written::get);
    }

    Journal journal(Journal real) {
        return PortProxy.of(
                Journal.class,
                real,
                call ->
                        switch (call.name()) {
                            case "ready" -> ready(call);
                            case "append" -> append(call, real.status().sequence());
                            case "park" -> park(call);
                            case "discardWaiting" -> discardWaiting(call, real);
                            case "purge" -> forget(call);
                            default -> call.proceed();
                        });
    }

    private Object park(PortProxy.Call call) throws Throwable {
        Object dead = call.proceed();
        parked += ((List<?>) dead).size();
        return dead;
    }

    /// What waits no more is not asked for any more, with what was folded into it: the document is
    /// what it is committed as, and what waits on applies to that.
    private Object discardWaiting(PortProxy.Call call, Journal real) throws Throwable {
        sent.values().forEach(this::refuse);
        Map<DocumentId, NavigableSet<Long>> before = waiting(real);
        Set<DocumentId> files = SimFiles.waiting(held.keySet(), real);
        Object done = call.proceed();
        Map<DocumentId, NavigableSet<Long>> left = waiting(real);
        files.removeAll(SimFiles.waiting(files, real));
        broughtBack.addAll(files);
        before.forEach(
                (document, rows) -> {
                    Set<Long> still = left.getOrDefault(document, new TreeSet<>());
                    if (!still.containsAll(rows)) {
                        model.dropped(
                                document,
                                applied.getOrDefault(document, 0L),
                                sequence ->
                                        Optional.ofNullable(rows.ceiling(sequence))
                                                .filter(row -> !still.contains(row))
                                                .isPresent());
                    }
                });
        return done;
    }

    private Map<DocumentId, NavigableSet<Long>> waiting(Journal journal) {
        Map<DocumentId, NavigableSet<Long>> waiting = new TreeMap<>();
        for (DocumentId document : model.known()) {
            waiting.put(document, new TreeSet<>(journal.waiting(document)));
        }
        return waiting;
    }

    /// What was accepted of the documents is forgotten; what is accepted later applies.
    private Object forget(PortProxy.Call call) throws Throwable {
        Object done = call.proceed();
        Purge purge = (Purge) call.arguments()[0];
        model.known().stream().filter(purge::covers).toList().forEach(model::purged);
        return done;
    }

    private Object ready(PortProxy.Call call) throws Throwable {
        Journal.Ready query = (Journal.Ready) call.arguments()[0];
        SimPromise.that(
                query.limit() <= settings.batchDocumentsMax(),
                () -> "I8: more of the backlog is read than a batch holds: " + query.limit());
        return call.proceed();
    }

    private Object append(PortProxy.Call call, long sequenceBefore) throws Throwable {
        List<?> submissions = call.list(0);
        List<?> answers = (List<?>) call.proceed();
        long sequence = sequenceBefore;
        for (int i = 0; i < submissions.size(); i++) {
            sent.values().forEach(this::refuse);
            if (submissions.get(i) instanceof Submission submission
                    && answers.get(i) instanceof Admission.Accepted accepted) {
                appended(submission, accepted, sequence);
                sequence += fresh(accepted);
            }
        }
        return answers;
    }

    private static long fresh(Admission.Accepted accepted) {
        return accepted.entries().stream()
                .filter(entry -> entry.fate() != Admission.Fate.DUPLICATE)
                .count();
    }

    private void appended(Submission submission, Admission.Accepted accepted, long sequence) {
        Optional<Instant> stamp = stamp(submission);
        if (stamp.isEmpty()) {
            bySources += fresh(accepted);
            return;
        }
        Submission asked = sent.get(stamp.get());
        List<DocumentId> order =
                accepted.entries().stream().map(Admission.Entry::document).toList();
        Optional<List<Admission.Fate>> fates = model.fold(asked, sequence, order);
        List<Admission.Fate> given =
                accepted.entries().stream().map(Admission.Entry::fate).toList();
        SimPromise.that(
                fates.equals(Optional.of(given)),
                () -> "I2: a request's events were taken as " + given + " and are " + fates);
        written.put(stamp.get(), accepted);
    }

    Ledger ledger(Ledger real) {
        return PortProxy.of(
                Ledger.class,
                real,
                call -> {
                    if (call.name().equals("rollBack")) {
                        sent.values().forEach(this::refuse);
                    }
                    Object answer = call.proceed();
                    if (call.name().equals("rollBack")
                            && answer instanceof Ledger.RolledBack.Done done
                            && call.arguments()[0] instanceof Ledger.Rollback rollback) {
                        done.version().ifPresent(version -> rolledBack(rollback, version, real));
                    }
                    if (call.name().equals("purge")
                            && answer instanceof Optional<?> made
                            && made.isPresent()
                            && call.arguments()[0] instanceof Purge purge) {
                        purged(purge, (Version) made.get(), real);
                    }
                    if (call.name().equals("commit")
                            && answer instanceof Ledger.Commit.Done done
                            && call.arguments()[0] instanceof ChangeSet changes) {
                        committed(changes, done);
                    }
                    return answer;
                });
    }

    private void committed(ChangeSet changes, Ledger.Commit.Done done) {
        for (DocumentChange change : changes.changes()) {
            Optional<SimModel.State> after =
                    change.after()
                            .map(
                                    body ->
                                            new SimModel.State(
                                                    body.content().text(), body.metadata()));
            settled(change.settlement(), after);
            applied.merge(change.document(), change.settlement().sequence(), Math::max);
            hold(change.document(), after);
        }
        for (ChangeSet.Unchanged unchanged : changes.unchanged()) {
            Settlement settlement = unchanged.settlement();
            applied.merge(settlement.document(), settlement.sequence(), Math::max);
            SimPromise.that(
                    SimFiles.isFile(settlement.document())
                            || model.mayBe(
                                    settlement.document(),
                                    settlement.sequence(),
                                    Optional.ofNullable(held.get(settlement.document()))),
                    () -> "I1: what changes something is settled as unchanged: " + settlement);
        }
        done.version().ifPresent(version -> made(version, changes));
    }

    private void settled(Settlement settlement, Optional<SimModel.State> after) {
        if (!SimFiles.isFile(settlement.document())) {
            SimPromise.that(
                    model.mayBe(settlement.document(), settlement.sequence(), after),
                    () ->
                            "I2: a version holds another state of a document than its events say: "
                                    + settlement
                                    + " is "
                                    + after
                                    + " and not "
                                    + model.at(settlement.document(), settlement.sequence()));
        }
    }

    private void made(Version version, ChangeSet changes) {
        versions++;
        versionsHeld.put(version.number(), new TreeMap<>(held));
        digest.add(version);
        for (DocumentChange change : changes.changes()) {
            digest.add(change.type(), change.settlement());
            change.added().forEach(chunk -> digest.add(chunk.hash()));
            digest.add(change.removed());
        }
    }

    private void hold(DocumentId document, Optional<SimModel.State> state) {
        state.ifPresentOrElse(is -> held.put(document, is), () -> held.remove(document));
    }

    /// Those in scope are what they were at the older version, the others what they are.
    private void rolledBack(Ledger.Rollback rollback, Version version, Ledger real) {
        Map<DocumentId, SimModel.State> then = versionsHeld.getOrDefault(rollback.to(), Map.of());
        Set<DocumentId> scope = new TreeSet<>(held.keySet());
        scope.addAll(then.keySet());
        scope.removeIf(document -> !rollback.scope().covers(document));
        for (DocumentId document : scope) {
            Optional<SimModel.State> to = Optional.ofNullable(then.get(document));
            if (!to.equals(Optional.ofNullable(held.get(document)))) {
                hold(document, to);
                if (SimFiles.isFile(document)) {
                    broughtBack.add(document);
                } else {
                    model.rolledBack(document, applied.getOrDefault(document, 0L), to);
                }
            }
        }
        versions++;
        versionsHeld.put(version.number(), new TreeMap<>(held));
        Map<DocumentId, SimModel.State> is = new TreeMap<>();
        real.list("", Optional.empty(), MANY, version.number())
                .forEach(each -> is.put(each.document(), SimModel.State.of(each)));
        SimPromise.that(
                is.equals(held),
                () -> "a rollback to " + rollback + " gave " + is + " and not " + held);
        SimPromise.that(
                version.tokens().embedded() == 0, () -> "a rollback embeds: " + version.tokens());
        digest.add(version);
    }

    /// No version holds them any more.
    private void purged(Purge purge, Version version, Ledger real) {
        Position before = Position.complete(real.head().history(), version.number() - 1);
        for (Announcement each : real.changes(before, version.number(), MANY)) {
            if (each instanceof Announcement.DocumentChanged changed) {
                purged.put(changed.document(), version.number());
            }
        }
        held.keySet().removeIf(purge::covers);
        versionsHeld.values().forEach(then -> then.keySet().removeIf(purge::covers));
        versions++;
        versionsHeld.put(version.number(), new TreeMap<>(held));
        digest.add(version);
    }

    /// The last version that made a document be forgotten; 0 where none did.
    long purgedAt(DocumentId document) {
        return purged.getOrDefault(document, 0L);
    }

    Map<DocumentId, Long> purged() {
        return purged;
    }

    long lastPurge() {
        return purged.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    SimBackup.Known known() {
        Map<Long, Map<DocumentId, SimModel.State>> then = new TreeMap<>();
        versionsHeld.forEach((number, is) -> then.put(number, new TreeMap<>(is)));
        return new SimBackup.Known(
                model.copy(),
                new TreeMap<>(applied),
                new TreeMap<>(held),
                then,
                new TreeSet<>(broughtBack),
                new TreeMap<>(purged),
                bySources);
    }

    /// What was known then is what is known.
    void restore(SimBackup.Known then) {
        crashed();
        model.replaceBy(then.model());
        replace(applied, then.applied());
        replace(held, then.held());
        replace(purged, then.purged());
        versionsHeld.clear();
        then.versionsHeld().forEach((number, is) -> versionsHeld.put(number, new TreeMap<>(is)));
        broughtBack.clear();
        broughtBack.addAll(then.broughtBack());
        bySources = then.bySources();
    }

    private static <K, V> void replace(Map<K, V> all, Map<K, V> by) {
        all.clear();
        all.putAll(by);
    }

    /// Whether a rollback has made it what it was, or dropped what its source said.
    boolean wasBroughtBack(DocumentId document) {
        return broughtBack.contains(document);
    }

    /// Documents that have become dead letters.
    long parked() {
        return parked;
    }

    long versions() {
        return versions;
    }

    /// Events, clients' and sources'.
    long accepted() {
        return model.accepted() + bySources;
    }
}

package io.freshet.sim;

import io.freshet.Admission;
import io.freshet.ChangeSet;
import io.freshet.CollectionSettings;
import io.freshet.DocumentChange;
import io.freshet.DocumentId;
import io.freshet.IndexEvent;
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
    private final CollectionSettings settings;
    private final SimModel model;
    private final SimDigest digest;
    private final Map<Instant, Submission> sent = new HashMap<>();
    private final Map<Instant, Admission.Accepted> written = new HashMap<>();
    private final Set<Instant> refusable = new HashSet<>();
    private final Map<DocumentId, Long> applied = new TreeMap<>();
    private final SimHeld held = new SimHeld();
    private long bySources;
    private long parked;
    private long versions;
    private long switches;

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
        Set<DocumentId> files = SimFiles.waiting(held.documents(), real);
        Object done = call.proceed();
        Map<DocumentId, NavigableSet<Long>> left = waiting(real);
        files.removeAll(SimFiles.waiting(files, real));
        files.forEach(held::bringBack);
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

    /// A dead letter is given up, with what was folded into it.
    void discarded(DocumentId document, long sequence) {
        model.dropped(document, applied.getOrDefault(document, 0L), event -> event <= sequence);
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
                        Version version = (Version) made.get();
                        held.purged(purge, version, real);
                        made(version);
                    }
                    if (answer instanceof Ledger.Switched.Done done) {
                        switches++;
                        made(done.version());
                        held.check(real, done.version().number(), "a switch");
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
            held.hold(change.document(), after);
        }
        for (ChangeSet.Unchanged unchanged : changes.unchanged()) {
            Settlement settlement = unchanged.settlement();
            applied.merge(settlement.document(), settlement.sequence(), Math::max);
            SimPromise.that(
                    SimFiles.isFile(settlement.document())
                            || model.mayBe(
                                    settlement.document(),
                                    settlement.sequence(),
                                    held.of(settlement.document())),
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
        made(version);
        for (DocumentChange change : changes.changes()) {
            digest.add(change.type(), change.settlement());
            change.added().forEach(chunk -> digest.add(chunk.hash()));
            digest.add(change.removed());
        }
    }

    private void made(Version version) {
        versions++;
        held.made(version);
        digest.add(version);
    }

    /// Those in scope are what they were at the older version, the others what they are.
    private void rolledBack(Ledger.Rollback rollback, Version version, Ledger real) {
        held.changedBy(rollback)
                .forEach(
                        (document, to) -> {
                            held.hold(document, to);
                            if (SimFiles.isFile(document)) {
                                held.bringBack(document);
                            } else {
                                long last = applied.getOrDefault(document, 0L);
                                model.rolledBack(document, last, to);
                            }
                        });
        made(version);
        held.check(real, version.number(), rollback);
        SimPromise.that(
                version.tokens().embedded() == 0, () -> "a rollback embeds: " + version.tokens());
    }

    SimHeld held() {
        return held;
    }

    SimBackup.Known known() {
        return new SimBackup.Known(model.copy(), new TreeMap<>(applied), held.copy(), bySources);
    }

    /// What was known then is what is known.
    void restore(SimBackup.Known then) {
        crashed();
        model.replaceBy(then.model());
        applied.clear();
        applied.putAll(then.applied());
        held.replaceBy(then.held());
        bySources = then.bySources();
    }

    /// Documents that have become dead letters.
    long parked() {
        return parked;
    }

    long switches() {
        return switches;
    }

    long versions() {
        return versions;
    }

    /// Events, clients' and sources'.
    long accepted() {
        return model.accepted() + bySources;
    }
}

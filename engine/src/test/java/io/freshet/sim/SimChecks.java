package io.freshet.sim;

import io.freshet.Announcement;
import io.freshet.Chunk;
import io.freshet.Committed;
import io.freshet.DeadLetter;
import io.freshet.DocumentId;
import io.freshet.Metadata;
import io.freshet.Placement;
import io.freshet.Position;
import io.freshet.Purge;
import io.freshet.RowKey;
import io.freshet.planner.Planner;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What must be true of a collection once nothing is wrong and nothing is on its way any more.
/// Confined to one thread.
final class SimChecks {
    private static final int MANY = 100_000;

    private final SimCollection collection;
    private final Ledger ledger;
    private final Ledger.Head head;

    SimChecks(SimCollection collection) {
        this.collection = collection;
        this.ledger = collection.ledger();
        this.head = ledger.head();
    }

    void run() {
        Map<DocumentId, SimModel.State> index = new TreeMap<>();
        Map<DocumentId, String> followed = new TreeMap<>();
        TreeSet<RowKey> rows = new TreeSet<>();
        for (Committed document : ledger.list("", Optional.empty(), MANY, head.version())) {
            if (SimFiles.isFile(document.document())) {
                followed.put(document.document(), document.content().text());
            } else {
                index.put(document.document(), SimModel.State.of(document));
            }
            rebuilt(document);
            for (Placement placement : document.placements()) {
                rows.add(new RowKey(document.document(), placement.hash()));
            }
        }
        dead(index);
        collection.files().verify(followed, collection.journal());
        store(rows);
        feed();
        forgotten();
        accounts();
    }

    /// The same text cut from scratch is the same chunks.
    private void rebuilt(Committed document) {
        Planner planner =
                new Planner(new LineExtractor()::extract, collection.migration().chunking());
        Set<String> chunks = new TreeSet<>();
        for (Chunk chunk : planner.cut(document.content()).chunks().values()) {
            chunks.add(chunk.hash());
        }
        Set<String> placed = new TreeSet<>();
        document.placements().forEach(placement -> placed.add(placement.hash()));
        SimPromise.that(
                chunks.equals(placed), () -> "I4: a rebuild gives other chunks: " + document);
    }

    /// What is parked says why, no outage is held against it, and it is the whole of what keeps the
    /// index from being what was accepted.
    private void dead(Map<DocumentId, SimModel.State> index) {
        Journal journal = collection.journal();
        Set<DocumentId> dead = new LinkedHashSet<>();
        for (DeadLetter letter : collection.dead()) {
            dead.add(letter.document());
            SimPromise.that(
                    !letter.problem().isBlank()
                            && letter.attempts() == collection.settings().retry().attemptsMax(),
                    () -> "a dead letter that does not say why: " + letter);
            SimPromise.that(
                    !letter.problem().contains("down") && !letter.problem().contains("disk"),
                    () -> "an outage was held against a document: " + letter);
            SimPromise.that(
                    journal.waiting(letter.document()).isEmpty(),
                    () -> "a dead letter stands beside what waits: " + letter);
        }
        SimPromise.that(
                journal.status().dead() == dead.size(), () -> "dead letters are miscounted");
        Map<DocumentId, SimModel.State> indexed = new TreeMap<>(index);
        Map<DocumentId, SimModel.State> accepted = new TreeMap<>(collection.model().documents());
        indexed.keySet().removeAll(dead);
        accepted.keySet().removeAll(dead);
        SimPromise.that(
                indexed.equals(accepted),
                () ->
                        "I1: what is no dead letter is not the last accepted state: "
                                + difference(indexed, accepted));
    }

    private static String difference(Map<?, ?> is, Map<?, ?> should) {
        Map<Object, Object> only = new TreeMap<>(is);
        only.entrySet().removeAll(should.entrySet());
        Map<Object, Object> missing = new TreeMap<>(should);
        missing.entrySet().removeAll(is.entrySet());
        return "is " + only + " and should be " + missing;
    }

    private void store(Set<RowKey> rows) {
        SimPromise.that(
                collection.store().applied().version() == head.version(), () -> "the store lags");
        TreeSet<RowKey> held = new TreeSet<>(collection.store().rows(Optional.empty(), MANY));
        if (collection.mayHaveStrayRows()) {
            held.retainAll(rows);
        }
        SimPromise.that(held.equals(rows), () -> "I4: the store's rows are not the ledger's");
    }

    private void feed() {
        long from = Math.max(0, ledger.oldestAnnounced() - 1);
        List<Announcement> stored =
                ledger.changes(Position.complete(head.history(), from), head.version(), MANY);
        for (SimSubscriber each : collection.subscribers()) {
            List<Announcement> told = each.told();
            int common = Math.min(stored.size(), told.size());
            SimPromise.that(
                    stored.subList(stored.size() - common, stored.size())
                            .equals(told.subList(told.size() - common, told.size())),
                    () -> "I9: a subscriber was not told what the feed holds");
        }
    }

    /// As soon as a purge is done nothing is left of its documents in any port.
    void forgotten(Purge purge) {
        boolean isKnown =
                !collection.journal().purgeable(purge, Optional.empty(), 1).isEmpty()
                        || !ledger.purgeable(purge, Optional.empty(), 1).isEmpty()
                        || collection.stores().stream()
                                .flatMap(store -> store.rows(Optional.empty(), MANY).stream())
                                .anyMatch(row -> purge.covers(row.document()))
                        || collection.ledgerState().tellsOf(purge::covers);
        SimPromise.that(!isKnown, () -> "purge: something is left of what is forgotten: " + purge);
    }

    /// Nothing that was said before a purge tells of what it forgot.
    private void forgotten() {
        List<Announcement> feed =
                ledger.changes(Position.complete(head.history(), 0), head.version(), MANY);
        collection
                .witness()
                .held()
                .purged()
                .forEach(
                        (document, purge) -> {
                            for (long at = head.oldest(); at <= purge; at++) {
                                SimPromise.that(
                                        ledger.documents(List.of(document), at).isEmpty(),
                                        () ->
                                                "purge: a version holds what is forgotten: "
                                                        + document);
                            }
                            SimPromise.that(
                                    feed.stream().noneMatch(each -> tells(each, document, purge)),
                                    () ->
                                            "purge: the feed tells of what is forgotten: "
                                                    + document);
                        });
    }

    private static boolean tells(Announcement entry, DocumentId document, long purge) {
        return entry instanceof Announcement.DocumentChanged changed
                && changed.document().equals(document)
                && (entry.position().version() < purge
                        || (entry.position().version() == purge
                                && !changed.metadata().equals(Metadata.NONE)));
    }

    private void accounts() {
        Journal.Status status = collection.journal().status();
        SimPromise.that(status.isBalanced(), () -> "the accounts do not add up: " + status);
        SimPromise.that(
                status.accepted() == collection.witness().accepted(),
                () -> "I1: accepted events were lost: " + status);
    }

    /// All that is left, for the digest.
    void digest(SimDigest digest) {
        digest.add(head, collection.journal().status());
        digest.add(ledger.list("", Optional.empty(), MANY, head.version()));
        digest.add(ledger.changes(Position.complete(head.history(), 0), head.version(), MANY));
    }
}

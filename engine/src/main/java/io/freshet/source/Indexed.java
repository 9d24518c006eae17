package io.freshet.source;

import io.freshet.Announcement.DocumentChanged;
import io.freshet.Cause;
import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.SourceItem;
import io.freshet.Version;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the ledger holds of a source's documents. Every method blocks and is called on the
/// journal's lane, between two of its writes: what is not in the ledger by then still waits there.
final class Indexed {
    /// Documents read in one call: others wait for the lane meanwhile.
    static final int PAGE = 200;

    private final Journal journal;
    private final Ledger ledger;

    Indexed(Journal journal, Ledger ledger) {
        this.journal = journal;
        this.ledger = ledger;
    }

    /// Those that are indexed with another content than the source was last read with, or not at
    /// all, while nothing of them waits.
    List<DocumentId> otherwiseThan(List<SourceItem> items) {
        Map<DocumentId, Committed> committed =
                ledger.documents(
                        items.stream().map(SourceItem::document).toList(), ledger.head().version());
        List<DocumentId> otherwise = new ArrayList<>();
        for (SourceItem item : items) {
            Committed held = committed.get(item.document());
            boolean isSame = held != null && held.content().hash().equals(item.hash());
            if (!isSame && isSettled(item.document())) {
                otherwise.add(item.document());
            }
        }
        return otherwise;
    }

    private boolean isSettled(DocumentId document) {
        return journal.waiting(document).isEmpty() && journal.deadLetter(document).isEmpty();
    }

    /// @param documents that a rollback or a purge was the last to write
    /// @param next where to go on; empty at the end
    record RolledBack(List<DocumentId> documents, Optional<Place> next) {}

    /// @param version newest first; those below are to be looked at
    /// @param document after this one of it
    record Place(long version, Optional<DocumentId> document) {
        static final Place NEWEST = new Place(Long.MAX_VALUE, Optional.empty());
    }

    /// A page of what rollbacks and purges have written and nobody since.
    RolledBack rolledBack(Place from) {
        return from.document().isPresent() ? within(from) : below(from.version());
    }

    private RolledBack below(long version) {
        List<Version> page = ledger.versions(version, PAGE);
        for (Version each : page) {
            boolean holds = each.cause() == Cause.ROLLBACK || each.cause() == Cause.PURGE;
            if (holds && each.number() > ledger.head().oldest()) {
                return within(new Place(each.number(), Optional.empty()));
            }
        }
        return new RolledBack(
                List.of(),
                page.size() < PAGE
                        ? Optional.empty()
                        : Optional.of(new Place(page.getLast().number(), Optional.empty())));
    }

    private RolledBack within(Place place) {
        long version = place.version();
        List<DocumentId> touched = ledger.touched(version - 1, version, place.document(), PAGE);
        List<DocumentId> documents =
                touched.stream().filter(document -> isLast(document, version)).toList();
        return new RolledBack(
                documents,
                Optional.of(
                        touched.size() < PAGE
                                ? new Place(version, Optional.empty())
                                : new Place(version, Optional.of(touched.getLast()))));
    }

    private boolean isLast(DocumentId document, long version) {
        List<DocumentChanged> newest = ledger.history(document, Long.MAX_VALUE, 1);
        return !newest.isEmpty() && newest.getFirst().position().version() == version;
    }
}

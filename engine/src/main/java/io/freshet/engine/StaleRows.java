package io.freshet.engine;

import io.freshet.DocumentId;
import io.freshet.Settlement;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What the journal takes for waiting though the ledger has it: a crash came between the two, or
/// the journal could not be told. Mostly that does no harm, since it is found settled when it is
/// taken. But a newer event is folded into such a row, and then says again what the row says; after
/// a rollback that would undo it.
record StaleRows(Journal journal, Ledger ledger) {
    private static final int PAGE = 500;

    /// Settles those of a page, by document after a key. On the journal's lane, while no commit is
    /// made.
    ///
    /// @return where to go on; empty at the end
    Optional<DocumentId> settle(Optional<DocumentId> after) {
        List<Journal.Expected> page = journal.expected("", after, PAGE);
        List<Settlement> stale = new ArrayList<>();
        for (Journal.Expected each : page) {
            DocumentId document = each.document();
            long settled = ledger.settled(document);
            if (settled > 0 && journal.waiting(document).stream().anyMatch(row -> row <= settled)) {
                stale.add(new Settlement(document, settled, OptionalLong.empty()));
            }
        }
        if (!stale.isEmpty()) {
            Ledger.Head head = ledger.head();
            journal.settle(stale, head.history(), head.version());
        }
        return page.size() < PAGE ? Optional.empty() : Optional.of(page.getLast().document());
    }
}

package io.freshet.contract;

import io.freshet.RowKey;
import io.freshet.spi.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads and prunes a ledger page after page, as the engine does.
final class Pages {
    private static final int PAGES_MAX = 100_000;

    private Pages() {}

    /// The whole delta, read in pages of at most `limit` rows.
    static Ledger.Delta delta(Ledger ledger, long from, long to, int limit) {
        List<RowKey> changed = new ArrayList<>();
        List<RowKey> removed = new ArrayList<>();
        Optional<RowKey> after = Optional.empty();
        for (int page = 0; page < PAGES_MAX; page++) {
            Ledger.Delta delta = ledger.delta(from, to, after, limit);
            if (delta.changed().size() + delta.removed().size() > limit) {
                throw new AssertionError("a page of a delta is over its limit; limit=" + limit);
            }
            changed.addAll(delta.changed());
            removed.addAll(delta.removed());
            after = delta.next();
            if (after.isEmpty()) {
                return new Ledger.Delta(changed, removed, after);
            }
        }
        throw new AssertionError("a delta has no end");
    }

    static void prune(Ledger ledger, long oldest) {
        for (int call = 0; call < PAGES_MAX; call++) {
            if (!ledger.prune(oldest, 3)) {
                return;
            }
        }
        throw new AssertionError("a prune has no end");
    }
}

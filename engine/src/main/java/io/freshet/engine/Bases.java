package io.freshet.engine;

import io.freshet.Base;
import io.freshet.Pending;
import io.freshet.spi.Ledger;
import java.util.List;
import java.util.function.BiConsumer;

/// Reads what changes are planned against page by page, so that the old texts of a large group are
/// not held all at once (I8).
final class Bases {
    private static final int PAGE = 50;

    private Bases() {}

    /// @param plan is given each change and its base, in order; it keeps no text that it does not
    ///   need
    static void read(Ledger ledger, List<Pending> changes, BiConsumer<Pending, Base> plan) {
        for (int from = 0; from < changes.size(); from += PAGE) {
            List<Pending> page = changes.subList(from, Math.min(changes.size(), from + PAGE));
            List<Base> bases = ledger.bases(page.stream().map(Pending::document).toList());
            for (int i = 0; i < page.size(); i++) {
                plan.accept(page.get(i), bases.get(i));
            }
        }
    }
}

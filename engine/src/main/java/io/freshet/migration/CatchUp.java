package io.freshet.migration;

import io.freshet.Chunk;
import io.freshet.DocumentId;
import io.freshet.FreshetException.Unavailable;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Brings the other side's store to the head of a ledger that stands still, while others wait for
/// it: so only where it is near. Blocking.
public record CatchUp(Pages pages, Store store) {
    /// Whether it shows the head now.
    ///
    /// @param documentsMax where more than these were changed since the version that it shows,
    ///   nothing is done
    public boolean run(int documentsMax) {
        Ledger.Head head = pages.ledger().head();
        Store.Applied shows = store.applied();
        if (!shows.history().equals(head.history()) || shows.version() > head.version()) {
            return false;
        }
        if (shows.version() == head.version()) {
            return true;
        }
        boolean isFar =
                shows.version() < head.oldest()
                        || pages.ledger()
                                        .touched(
                                                shows.version(),
                                                head.version(),
                                                Optional.empty(),
                                                documentsMax + 1)
                                        .size()
                                > documentsMax;
        if (isFar) {
            return false;
        }
        Optional<DocumentId> after = Optional.empty();
        do {
            Page page = pages.changes(shows.version(), head.version(), after);
            pages.write(embedded(page), store);
            after = page.next();
        } while (after.isPresent());
        store.publish(head.history(), head.version());
        return true;
    }

    private Page embedded(Page page) {
        Page left = page;
        while (!left.lacking().isEmpty()) {
            List<Chunk> pack = pages.texts().take(left.lacking().values());
            if (pack.isEmpty()) {
                throw new Unavailable("its texts are being embedded", Duration.ofSeconds(1));
            }
            try {
                pages.texts().ask(pack);
            } finally {
                pages.texts().giveBack(pack);
                pages.texts().letGo();
            }
            left = left.without(pack);
        }
        return left;
    }
}

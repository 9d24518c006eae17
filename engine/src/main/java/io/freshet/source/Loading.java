package io.freshet.source;

import io.freshet.DocumentId;
import io.freshet.FreshetException.Corrupt;
import io.freshet.SourceItem;
import io.freshet.Withheld;
import io.freshet.spi.Journal;
import io.freshet.spi.Ticket;
import io.freshet.spi.Warnings;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Reads what the journal knows of a source, page by page, before anything is compared with it.
/// Confined to its shard.
final class Loading {
    private static final System.Logger LOG = System.getLogger(Loading.class.getName());
    private static final int PAGE = 1000;
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final World world;
    private final Warnings warnings;
    private final Journal journal;
    private final String source;
    private final Known known;
    private final Withholding withholding;
    private Optional<DocumentId> after = Optional.empty();
    private boolean itemsAreRead;
    private boolean isDone;
    private Instant notBefore = Instant.EPOCH;
    private @Nullable Ticket<Page> reading;

    Loading(World world, Journal journal, String source, Known known, Withholding withholding) {
        this.world = world;
        this.warnings = new Warnings(world, LOG);
        this.journal = journal;
        this.source = source;
        this.known = known;
        this.withholding = withholding;
    }

    private record Page(List<SourceItem> items, List<Withheld> withheld) {}

    boolean isDone() {
        return isDone;
    }

    boolean step() {
        Ticket<Page> current = reading;
        if (current == null) {
            if (world.now().isBefore(notBefore)) {
                return false;
            }
            reading = world.fork(World.Lane.JOURNAL, World.UNBOUNDED, this::read);
            return true;
        }
        if (!current.isDone()) {
            return false;
        }
        reading = null;
        try {
            take(current.result());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Corrupt corrupt) {
                throw corrupt;
            }
            warnings.warn("a source's items cannot be read source=" + source, e);
            notBefore = world.now().plus(AGAIN);
            world.wakeAt(notBefore);
        }
        return true;
    }

    /// On the journal's lane, while this step waits.
    private Page read() {
        return itemsAreRead
                ? new Page(List.of(), journal.withheld(after, PAGE))
                : new Page(journal.items(source, after, PAGE), List.of());
    }

    private void take(Page page) {
        if (!itemsAreRead) {
            known.add(page.items());
            itemsAreRead = page.items().size() < PAGE;
            after =
                    itemsAreRead
                            ? Optional.empty()
                            : Optional.of(page.items().getLast().document());
            return;
        }
        page.withheld().stream()
                .filter(withheld -> withheld.source().equals(source))
                .forEach(withholding::add);
        isDone = page.withheld().size() < PAGE;
        after = isDone ? after : Optional.of(page.withheld().getLast().document());
    }
}

package io.freshet.source;

import io.freshet.DocumentId;
import io.freshet.FreshetException.Corrupt;
import io.freshet.spi.Ticket;
import io.freshet.spi.Warnings;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Documents of a source that a rollback or a purge was the last to write: they differ from what
/// the source has, on purpose, until they change there again, or an event or a person releases
/// them. Which they are is read in the ledger, at the start and after a rollback, so that no crash
/// loses it. Confined to its shard.
final class Held {
    private static final System.Logger LOG = System.getLogger(Held.class.getName());
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final World world;
    private final Warnings warnings;
    private final Known known;
    private final Indexed indexed;
    private final Set<DocumentId> documents = new TreeSet<>();
    private Optional<Indexed.Place> next = Optional.of(Indexed.Place.NEWEST);
    private Instant notBefore = Instant.EPOCH;
    private @Nullable Ticket<Indexed.RolledBack> reading;

    Held(World world, Known known, Indexed indexed) {
        this.world = world;
        this.warnings = new Warnings(world, LOG);
        this.known = known;
        this.indexed = indexed;
    }

    /// There is a new one.
    void rolledBack() {
        next = Optional.of(Indexed.Place.NEWEST);
        reading = null;
    }

    boolean step() {
        Ticket<Indexed.RolledBack> current = reading;
        if (current == null) {
            if (next.isEmpty() || world.now().isBefore(notBefore)) {
                return false;
            }
            Indexed.Place from = next.get();
            reading =
                    world.fork(World.Lane.JOURNAL, World.UNBOUNDED, () -> indexed.rolledBack(from));
            return true;
        }
        if (!current.isDone()) {
            return false;
        }
        reading = null;
        try {
            Indexed.RolledBack page = current.result();
            page.documents().stream().filter(known::holds).forEach(documents::add);
            next = page.next();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Corrupt corrupt) {
                throw corrupt;
            }
            warnings.warn("what rollbacks hold cannot be read", e);
            notBefore = world.now().plus(AGAIN);
            world.wakeAt(notBefore);
        }
        return true;
    }

    /// All of them are known.
    boolean isRead() {
        return next.isEmpty();
    }

    /// @return whether one of them was held
    boolean release(Collection<DocumentId> decided) {
        return documents.removeAll(decided);
    }

    boolean holds(DocumentId document) {
        return documents.contains(document);
    }

    int size() {
        return documents.size();
    }

    /// By id.
    List<DocumentId> all() {
        return List.copyOf(documents);
    }
}

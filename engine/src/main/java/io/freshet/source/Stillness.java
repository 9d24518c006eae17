package io.freshet.source;

import io.freshet.Check;
import io.freshet.DocumentId;
import io.freshet.spi.Source.Entry;
import io.freshet.spi.Source.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Decides when a document that changes is read: once it has been still for a moment, so that no
/// half-written text is indexed, but at most some time after it was first seen changing. Confined
/// to its shard.
final class Stillness {
    private final Pace pace;
    private final Map<DocumentId, Watched> watched = new HashMap<>();

    Stillness(Pace pace) {
        this.pace = pace;
    }

    /// @param since the stamp has been this one
    /// @param first it was seen changing
    /// @param listing in which that was
    private record Watched(String stamp, Instant since, Instant first, long listing) {}

    /// What to do with a document.
    sealed interface Verdict {
        /// @param isOverdue it still changes, and was waited for long enough
        /// @param listing in which it was first seen changing
        record Read(boolean isOverdue, long listing) implements Verdict {}

        record Later(Instant at) implements Verdict {}
    }

    Verdict look(Entry entry, Instant now, long listing) {
        DocumentId document = entry.document();
        Watched before = watched.get(document);
        long first = before == null ? listing : before.listing;
        boolean old = pace.still().isZero() || !entry.changed().isAfter(now.minus(pace.still()));
        if (old || (before != null && isStill(before, entry, now))) {
            watched.remove(document);
            return new Verdict.Read(false, first);
        }
        if (before != null && !now.isBefore(before.first.plus(pace.stillMax()))) {
            watched.put(document, new Watched(entry.stamp(), now, now, listing));
            return new Verdict.Read(true, first);
        }
        Watched after = after(before, entry, now, listing);
        watched.put(document, after);
        return new Verdict.Later(again(after, entry, now));
    }

    private boolean isStill(Watched before, Entry entry, Instant now) {
        return before.stamp.equals(entry.stamp()) && !now.isBefore(before.since.plus(pace.still()));
    }

    private static Watched after(@Nullable Watched before, Entry entry, Instant now, long listing) {
        if (before == null) {
            return new Watched(entry.stamp(), now, now, listing);
        }
        return before.stamp.equals(entry.stamp())
                ? before
                : new Watched(entry.stamp(), now, before.first, before.listing);
    }

    private Instant again(Watched watching, Entry entry, Instant now) {
        Instant at = watching.since.plus(pace.still());
        Instant max = watching.first.plus(pace.stillMax());
        Instant still = entry.changed().plus(pace.still());
        boolean sooner = !entry.changed().isAfter(now) && still.isBefore(at);
        Instant again = sooner ? still : at;
        Check.that(again.isAfter(now) || max.isAfter(now), () -> "a look that is over is due");
        return max.isBefore(again) ? max : again;
    }

    Duration still() {
        return pace.still();
    }

    void forget(DocumentId document) {
        watched.remove(document);
    }

    /// Of those for which `asked` holds, what is no more is not waited for.
    void keep(Predicate<DocumentId> asked, Predicate<DocumentId> present) {
        watched.keySet().removeIf(document -> asked.test(document) && !present.test(document));
    }

    int size() {
        return watched.size();
    }

    /// The listing that first showed what is not read yet.
    long oldestListing() {
        return watched.values().stream().mapToLong(Watched::listing).min().orElse(Long.MAX_VALUE);
    }
}

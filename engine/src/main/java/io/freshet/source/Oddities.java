package io.freshet.source;

import io.freshet.DocumentId;
import io.freshet.spi.Source.Skipped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// What a source shows and could not be read as a document: for good, as long as it has that stamp,
/// or this time, and then it is tried again. Confined to its shard.
final class Oddities {
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LAST = Duration.ofSeconds(60);

    private final TreeMap<String, Odd> odd = new TreeMap<>();

    /// @param stamp with which it was seen so
    /// @param attempts to read it, where it may become readable without another stamp
    private record Odd(String reason, String stamp, int attempts, Instant again) {
        boolean isUnsuitable() {
            return attempts == 0;
        }
    }

    void unsuitable(DocumentId document, String reason, String stamp) {
        odd.put(document.value(), new Odd(reason, stamp, 0, Instant.MAX));
    }

    /// @return when to try again
    Instant unreadable(DocumentId document, String reason, String stamp, Instant now) {
        Odd before = odd.get(document.value());
        int attempts = before == null ? 1 : before.attempts + 1;
        Duration wait = FIRST.multipliedBy(attempts);
        Instant again = now.plus(wait.compareTo(LAST) < 0 ? wait : LAST);
        odd.put(document.value(), new Odd(reason, stamp, attempts, again));
        return again;
    }

    void forget(DocumentId document) {
        odd.remove(document.value());
    }

    boolean isUnsuitable(DocumentId document, String stamp) {
        Odd known = odd.get(document.value());
        return known != null && known.isUnsuitable() && known.stamp.equals(stamp);
    }

    /// Where it could not be read, when to try again.
    Optional<Instant> again(DocumentId document, String stamp) {
        Odd known = odd.get(document.value());
        return known != null && !known.isUnsuitable() && known.stamp.equals(stamp)
                ? Optional.of(known.again)
                : Optional.empty();
    }

    /// What the listing misses is no longer odd.
    boolean keep(Look look) {
        return odd.keySet().removeIf(id -> look.misses(new DocumentId(id)));
    }

    List<Skipped> all() {
        List<Skipped> all = new ArrayList<>();
        odd.forEach((id, known) -> all.add(new Skipped(id, known.reason)));
        return all;
    }

    int size() {
        return odd.size();
    }
}

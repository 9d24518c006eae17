package io.freshet.source;

import io.freshet.DocumentId;
import io.freshet.SourceItem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Known documents that a listing did not show. They are gone once a second look, a moment later,
/// still misses them: an atomic save, or a branch that is checked out, has a moment without the
/// file. Confined to its shard.
final class Missing {
    private final Duration still;
    private final TreeMap<String, Missed> missed = new TreeMap<>();
    private final Map<String, Set<DocumentId>> goneByHash = new LinkedHashMap<>();
    private int open;

    Missing(Duration still) {
        this.still = still;
    }

    /// @param since it was first missed
    /// @param goneIn the listing that confirmed it; 0 while none has
    /// @param isDistrusted the listing that confirmed it was empty, of another place
    /// @param unsuitable the stamp with which it is there, and is no document any more
    record Missed(
            SourceItem item,
            Instant since,
            long goneIn,
            boolean isDistrusted,
            Optional<String> unsuitable) {
        boolean isGone() {
            return goneIn > 0;
        }
    }

    /// A listing has not shown it.
    ///
    /// @return when to look again; empty once it is gone
    Optional<Instant> miss(SourceItem item, Instant now, Look look) {
        Missed before = missed.get(item.document().value());
        if (before != null && before.isGone()) {
            put(
                    new Missed(
                            item,
                            before.since,
                            before.goneIn,
                            look.isDistrusted(),
                            Optional.empty()));
            return Optional.empty();
        }
        Instant since = before == null ? now : before.since;
        if (before != null && !now.isBefore(since.plus(still))) {
            put(new Missed(item, since, look.number(), look.isDistrusted(), Optional.empty()));
            return Optional.empty();
        }
        put(new Missed(item, since, 0, false, Optional.empty()));
        return Optional.of(since.plus(still));
    }

    /// It is there, and is none that can be indexed any more.
    void unsuitable(SourceItem item, String stamp, Instant now, long listing) {
        put(new Missed(item, now, listing, false, Optional.of(stamp)));
    }

    private void put(Missed now) {
        forget(now.item().document());
        missed.put(now.item().document().value(), now);
        if (!now.isGone()) {
            open++;
            return;
        }
        if (now.unsuitable().isEmpty()) {
            goneByHash
                    .computeIfAbsent(now.item().hash(), _ -> new LinkedHashSet<>())
                    .add(now.item().document());
        }
    }

    /// A listing shows it, with this stamp.
    void back(DocumentId document, String stamp) {
        Missed before = missed.get(document.value());
        if (before != null && !before.unsuitable().equals(Optional.of(stamp))) {
            forget(document);
        }
    }

    void forget(DocumentId document) {
        Missed before = missed.remove(document.value());
        if (before == null) {
            return;
        }
        open -= before.isGone() ? 0 : 1;
        Set<DocumentId> same = goneByHash.get(before.item().hash());
        if (same != null) {
            same.remove(document);
            if (same.isEmpty()) {
                goneByHash.remove(before.item().hash());
            }
        }
    }

    /// Whether one is missing of which nobody knows yet whether it comes back.
    boolean hasOpen() {
        return open > 0;
    }

    boolean holds(DocumentId document) {
        return missed.containsKey(document.value());
    }

    boolean isEmpty() {
        return missed.isEmpty();
    }

    /// A gone document with this content that is not among `used`.
    Optional<DocumentId> gone(String hash, Set<DocumentId> used) {
        return goneByHash.getOrDefault(hash, Set.of()).stream()
                .filter(document -> !used.contains(document))
                .findFirst();
    }

    /// Those that were gone before this listing.
    List<Missed> goneBefore(long listing) {
        if (missed.size() == open) {
            return List.of();
        }
        List<Missed> gone = new ArrayList<>();
        for (Missed each : missed.values()) {
            if (each.isGone() && each.goneIn() < listing) {
                gone.add(each);
            }
        }
        return gone;
    }
}

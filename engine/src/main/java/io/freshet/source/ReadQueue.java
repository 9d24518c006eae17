package io.freshet.source;

import io.freshet.DocumentId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The documents that are to be read, in the order in which they were asked for; what a hint
/// pointed at goes first, so that an edit is not behind a long scan. Confined to its shard.
final class ReadQueue {
    private final LinkedHashMap<DocumentId, Wanted> wanted = new LinkedHashMap<>();
    private final TreeMap<Long, Integer> byListing = new TreeMap<>();
    private int fresh;

    /// A document that is to be read.
    ///
    /// @param stamp that it had in the listing
    /// @param listing that first showed the change
    /// @param isNew it was not known
    /// @param isForced it is told whether or not its content is another
    /// @param isOverdue it is read though it still changes
    record Wanted(
            DocumentId document,
            String stamp,
            long listing,
            boolean isNew,
            boolean isForced,
            boolean isOverdue) {}

    /// Keeps its place where it is there already.
    void add(Wanted want, boolean first) {
        Wanted before = wanted.get(want.document());
        Wanted merged = before == null ? want : merged(before, want);
        if (before != null) {
            count(before, -1);
        }
        count(merged, 1);
        if (first && before == null) {
            wanted.putFirst(want.document(), merged);
        } else {
            wanted.put(want.document(), merged);
        }
    }

    private static Wanted merged(Wanted before, Wanted after) {
        return new Wanted(
                after.document(),
                after.stamp(),
                Math.min(before.listing(), after.listing()),
                after.isNew(),
                before.isForced() || after.isForced(),
                after.isOverdue());
    }

    private void count(Wanted want, int by) {
        byListing.merge(want.listing(), by, (a, b) -> a + b == 0 ? null : a + b);
        fresh += want.isNew() ? by : 0;
    }

    boolean holds(DocumentId document) {
        return wanted.containsKey(document);
    }

    /// It is read whatever its stamp.
    boolean isForced(DocumentId document) {
        Wanted want = wanted.get(document);
        return want != null && want.isForced();
    }

    void remove(DocumentId document) {
        Wanted removed = wanted.remove(document);
        if (removed != null) {
            count(removed, -1);
        }
    }

    /// Of those for which `asked` holds, what is no more is not read.
    void keep(Predicate<DocumentId> asked, Predicate<DocumentId> present) {
        wanted.keySet().stream()
                .filter(document -> asked.test(document) && !present.test(document))
                .toList()
                .forEach(this::remove);
    }

    /// The next ones.
    ///
    /// @param alsoNew whether documents that were not known may be read now
    List<Wanted> next(int limit, boolean alsoNew) {
        if (!alsoNew && fresh == wanted.size()) {
            return List.of();
        }
        Stream<Wanted> able = wanted.values().stream().filter(want -> alsoNew || !want.isNew());
        return new ArrayList<>(able.limit(limit).toList());
    }

    /// Whether there is one that may be read now.
    boolean hasNext(boolean alsoNew) {
        return alsoNew ? !wanted.isEmpty() : fresh < wanted.size();
    }

    int size() {
        return wanted.size();
    }

    /// Those that were not known.
    int fresh() {
        return fresh;
    }

    /// The listing that first showed what is not read yet.
    long oldestListing() {
        return byListing.isEmpty() ? Long.MAX_VALUE : byListing.firstKey();
    }
}

package io.freshet.engine;

import io.freshet.BatchDone;
import io.freshet.DocumentId;
import io.freshet.Pending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// From acceptance to searchable, of the latest 1,000 events. Safe for any thread.
final class Freshness {
    private static final int KEPT = 1000;

    private final long[] nanos = new long[KEPT];
    private final Deque<Shown> notShown = new ArrayDeque<>();
    private long count;

    /// Documents of a commit that is not searchable yet, with when they were accepted.
    private record Shown(long version, List<Instant> accepted) {}

    /// What it changed is waited for.
    synchronized void committed(BatchDone done) {
        Map<DocumentId, Instant> since = new TreeMap<>();
        for (Pending member : done.batch().members()) {
            since.put(member.document(), member.since());
        }
        List<Instant> accepted = new ArrayList<>();
        for (BatchDone.Settled settled : done.settled()) {
            Instant at = since.get(settled.settlement().document());
            if (at != null && !settled.unchanged()) {
                accepted.add(at);
            }
        }
        if (!accepted.isEmpty()) {
            notShown.add(new Shown(done.version(), accepted));
        }
    }

    /// All up to this version is searchable.
    synchronized void shown(long version, Instant now) {
        for (Iterator<Shown> each = notShown.iterator(); each.hasNext(); ) {
            Shown shown = each.next();
            if (shown.version() <= version) {
                each.remove();
                shown.accepted().forEach(at -> add(Duration.between(at, now)));
            }
        }
    }

    private void add(Duration took) {
        nanos[(int) (count % KEPT)] = took.toNanos();
        count++;
    }

    synchronized Optional<CollectionStatus.Freshness> quantiles() {
        int size = (int) Math.min(count, KEPT);
        if (size == 0) {
            return Optional.empty();
        }
        long[] sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        return Optional.of(
                new CollectionStatus.Freshness(
                        sorted[size / 2] / 1e6, sorted[Math.min(size - 1, size * 99 / 100)] / 1e6));
    }
}

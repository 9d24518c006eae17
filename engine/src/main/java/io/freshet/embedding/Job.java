package io.freshet.embedding;

import io.freshet.Chunk;
import io.freshet.DocumentChange;
import io.freshet.DocumentId;
import io.freshet.Embedded;
import io.freshet.Failure;
import io.freshet.Passage;
import io.freshet.Planned;
import io.freshet.SpentFor;
import io.freshet.Vector;
import io.freshet.spi.Ticket;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A planned batch on its way to having all its vectors.
final class Job {
    final Planned planned;

    /// What still lacks a durable vector.
    final SortedMap<String, Chunk> missing = new TreeMap<>();

    /// What this job asked the embedder for.
    final Set<String> asked = new TreeSet<>();

    /// What this job has taken on and not asked for yet: it may be known.
    final Set<String> claimed = new TreeSet<>();

    /// Which of those are known by now.
    @Nullable Ticket<Map<String, Vector>> lookup;

    private final SortedMap<DocumentId, Failure> failures = new TreeMap<>();

    Job(Planned planned) {
        this.planned = planned;
        failures.putAll(planned.failures());
        for (DocumentChange change : planned.changes()) {
            change.added().forEach(chunk -> missing.put(chunk.hash(), chunk));
        }
    }

    /// What its texts are asked for.
    SpentFor cause() {
        return SpentFor.of(planned.batch().cause(planned.changes()));
    }

    boolean isDone() {
        return missing.isEmpty() && lookup == null;
    }

    /// The documents that need this text fail; what they need beside it is no longer waited for.
    void fail(String hash, Failure failure) {
        if (missing.remove(hash) == null) {
            return;
        }
        for (DocumentChange change : planned.changes()) {
            if (change.added().stream().anyMatch(chunk -> chunk.hash().equals(hash))) {
                failures.merge(change.document(), located(failure, change, hash), Failure::or);
            }
        }
    }

    /// The endpoint's state has no place in a text.
    private static Failure located(Failure failure, DocumentChange change, String hash) {
        return failure.counts()
                ? change.after().map(body -> failure.at(Passage.of(body, hash))).orElse(failure)
                : failure;
    }

    Embedded result() {
        return new Embedded(planned, failures, asked);
    }
}

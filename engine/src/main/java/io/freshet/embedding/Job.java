package io.freshet.embedding;

import io.freshet.Batch;
import io.freshet.Chunk;
import io.freshet.DocumentChange;
import io.freshet.DocumentId;
import io.freshet.Embedded;
import io.freshet.Failure;
import io.freshet.Passage;
import io.freshet.Pending;
import io.freshet.Planned;
import io.freshet.Priority;
import io.freshet.SpentFor;
import io.freshet.Vector;
import io.freshet.spi.Ticket;
import java.util.Collection;
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
    @Nullable Ticket<Looked> lookup;

    /// @param known vectors, by hash
    /// @param chunks that the collection has
    record Looked(Map<String, Vector> known, long chunks) {}

    private final SortedMap<DocumentId, Failure> failures = new TreeMap<>();
    private final Map<String, Priority> ranks = new TreeMap<>();
    private final SpentFor cause;

    Job(Planned planned) {
        this.planned = planned;
        this.cause = SpentFor.of(planned.batch().cause(planned.changes()));
        failures.putAll(planned.failures());
        for (DocumentChange change : planned.changes()) {
            change.added().forEach(chunk -> missing.put(chunk.hash(), chunk));
        }
        rank();
    }

    /// Why it asks for a text, and the highest priority of those that need it; an atomic group has
    /// that of its most urgent member, since it comes whole.
    Texts.Reason reason(String hash) {
        return new Texts.Reason(cause, ranks.getOrDefault(hash, Priority.NORMAL));
    }

    private void rank() {
        Batch batch = planned.batch();
        Map<Long, Priority> groups = new TreeMap<>();
        Map<DocumentId, Priority> documents = new TreeMap<>();
        for (Pending member : batch.members()) {
            Priority priority = batch.critical() ? Priority.CRITICAL : member.priority();
            groups.merge(unit(member), priority, Priority::max);
        }
        batch.members().forEach(each -> documents.put(each.document(), groups.get(unit(each))));
        for (DocumentChange change : planned.changes()) {
            Priority priority = documents.getOrDefault(change.document(), Priority.NORMAL);
            change.added().forEach(chunk -> ranks.merge(chunk.hash(), priority, Priority::max));
        }
    }

    private static long unit(Pending member) {
        return member.group().orElse(member.sequence());
    }

    long tokens(Collection<String> hashes) {
        long tokens = 0;
        for (String hash : hashes) {
            Chunk chunk = missing.get(hash);
            tokens += chunk == null ? 0 : chunk.tokens();
        }
        return tokens;
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

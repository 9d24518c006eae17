package io.freshet.embedding;

import io.freshet.Chunk;
import io.freshet.DocumentChange;
import io.freshet.DocumentId;
import io.freshet.Failure;
import io.freshet.Pending;
import io.freshet.Planned;
import io.freshet.Price;
import io.freshet.Priority;
import io.freshet.ReembedGuard;
import io.freshet.Reembedded;
import io.freshet.Scope;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/// Holds changes that would embed again much of what a collection has, until somebody confirms
/// them: a bad export, or a source that says everything anew, is expensive at once. Counted are
/// documents that are there already and lack vectors, and those of their chunks that do; what a new
/// document needs as well is not. What is critical passes, and so does what was accepted before a
/// person's word.
///
/// Counts are of an hour and in memory: after a restart they begin anew. Confined to its shard, but
/// for [#held].
public final class Reembedding {
    private static final System.Logger LOG = System.getLogger(Reembedding.class.getName());
    private static final long WINDOW_NANOS = Duration.ofHours(1).toNanos();

    /// What is held is planned again as often: an hour may be over, or a vector known.
    private static final Duration AGAIN = Duration.ofMinutes(10);

    /// Documents that are counted; more may be held.
    private static final int COUNTED_MAX = 10_000;

    private final ReembedGuard guard;
    private final long confirmed;
    private final LongSupplier nanos;
    private final LongSupplier chunks;
    private final Map<DocumentId, Integer> passed = new TreeMap<>();
    private final Map<DocumentId, Again> held = new TreeMap<>();
    private boolean atLeast;
    private boolean said;
    private long windowNanos;
    private volatile Sum sum = new Sum(0, 0, 0, false);

    /// @param confirmed the last sequence that somebody has confirmed; 0 for none
    /// @param chunks how many the collection has; may block
    /// @param nanos a clock that does not jump
    public Reembedding(
            ReembedGuard guard, long confirmed, LongSupplier nanos, LongSupplier chunks) {
        this.guard = guard;
        this.confirmed = confirmed;
        this.nanos = nanos;
        this.chunks = chunks;
        this.windowNanos = nanos.getAsLong();
    }

    /// Holds nothing.
    public static Reembedding off() {
        return new Reembedding(ReembedGuard.OFF, 0, () -> 0, () -> 0);
    }

    private record Sum(long documents, long chunks, long tokens, boolean atLeast) {}

    /// Texts of a document that would be embedded again.
    private record Again(Set<String> hashes, long tokens) {}

    /// What is held at the moment; empty where nothing is. Any thread.
    public Optional<Reembedded> held(Optional<Price> price) {
        Sum now = sum;
        return now.documents == 0
                ? Optional.empty()
                : Optional.of(
                        new Reembedded(
                                now.documents,
                                now.chunks,
                                now.tokens,
                                price.map(known -> known.of(now.tokens)),
                                now.atLeast));
    }

    /// Blocking.
    long chunks() {
        return chunks.getAsLong();
    }

    /// Something newer was accepted for this document: what was held of it is no more, and what is
    /// now to be embedded is not decided. Before the answer to who sent it, so that nobody who was
    /// told of the acceptance still finds held what it has replaced.
    public void overtaken(DocumentId document) {
        if (held.remove(document) != null) {
            count();
        }
    }

    /// These are in work: what was held of them is decided anew.
    void begin(Planned planned) {
        boolean any = false;
        for (Pending member : planned.batch().members()) {
            any |= held.remove(member.document()) != null;
        }
        if (any) {
            count();
        }
    }

    /// What waits of a scope was dropped.
    public void dropped(Scope scope) {
        if (held.keySet().removeIf(scope::covers)) {
            count();
        }
    }

    /// @param unknown what the batch would have to ask for
    /// @param existing chunks that the collection has
    /// @return by text, why it is not asked for
    Map<String, Failure> held(Planned planned, Set<String> unknown, long existing) {
        Map<DocumentId, Again> again = again(planned, unknown);
        if (again.isEmpty()) {
            return Map.of();
        }
        if (nanos.getAsLong() - windowNanos > WINDOW_NANOS) {
            windowNanos = nanos.getAsLong();
            passed.clear();
        }
        Map<DocumentId, Integer> all = new TreeMap<>(passed);
        again.forEach((id, texts) -> all.merge(id, texts.hashes.size(), Math::max));
        long total = all.values().stream().mapToLong(Integer::longValue).sum();
        if (all.size() <= guard.documents() || total <= guard.share() * existing) {
            passed.putAll(all);
            return Map.of();
        }
        return hold(again, existing);
    }

    private Map<DocumentId, Again> again(Planned planned, Set<String> unknown) {
        Map<DocumentId, Pending> free = new HashMap<>();
        for (Pending member : planned.batch().members()) {
            boolean isUrgent = planned.batch().critical() || member.priority() == Priority.CRITICAL;
            if (isUrgent || member.sequence() <= confirmed) {
                free.put(member.document(), member);
            }
        }
        Set<String> needed = new HashSet<>();
        Map<DocumentId, Again> again = new LinkedHashMap<>();
        for (DocumentChange change : planned.changes()) {
            boolean isHeldable =
                    change.base().committed().isPresent() && !free.containsKey(change.document());
            if (!isHeldable) {
                change.added().forEach(chunk -> needed.add(chunk.hash()));
            }
        }
        for (DocumentChange change : planned.changes()) {
            Set<String> hashes = new HashSet<>();
            long tokens = 0;
            for (Chunk chunk : change.added()) {
                if (unknown.contains(chunk.hash()) && !needed.contains(chunk.hash())) {
                    hashes.add(chunk.hash());
                    tokens += chunk.tokens();
                }
            }
            if (!hashes.isEmpty()) {
                again.put(change.document(), new Again(hashes, tokens));
            }
        }
        return again;
    }

    private Map<String, Failure> hold(Map<DocumentId, Again> again, long existing) {
        for (Map.Entry<DocumentId, Again> each : again.entrySet()) {
            if (held.size() < COUNTED_MAX) {
                held.put(each.getKey(), each.getValue());
            } else {
                atLeast = true;
            }
        }
        count();
        String why =
                "with what else was embedded again within the hour it is more than"
                        + " reembed_guard.documents="
                        + guard.documents()
                        + " and reembed_guard.share="
                        + Math.round(guard.share() * 100)
                        + "% of "
                        + existing
                        + " chunks; see what it costs and confirm it: freshet reembedding";
        if (!said) {
            said = true;
            LOG.log(System.Logger.Level.WARNING, () -> "changes are held: " + why);
        }
        Failure failure = Failure.deferred(why, AGAIN);
        Map<String, Failure> texts = new TreeMap<>();
        again.values().forEach(one -> one.hashes.forEach(hash -> texts.put(hash, failure)));
        return texts;
    }

    private void count() {
        long texts = held.values().stream().mapToLong(one -> one.hashes.size()).sum();
        long tokens = held.values().stream().mapToLong(Again::tokens).sum();
        atLeast &= !held.isEmpty();
        said &= !held.isEmpty();
        sum = new Sum(held.size(), texts, tokens, atLeast);
    }
}

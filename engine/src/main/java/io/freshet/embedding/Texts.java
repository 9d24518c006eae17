package io.freshet.embedding;

import io.freshet.Batch;
import io.freshet.Chunk;
import io.freshet.Priority;
import io.freshet.SpentFor;
import io.freshet.spi.Embedder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The texts that wait to be asked for, packed into requests by count and tokens. Critical batches
/// go first, and batches of one kind take turns text by text, so that a small one is soon done
/// beside a large one; the halves of a refused request go before everything. What is asked for one
/// reason is never packed with what is asked for another, so that each request is paid for one.
final class Texts {
    private final NavigableMap<Key, Turn> critical = new TreeMap<>();
    private final NavigableMap<Key, Turn> normal = new TreeMap<>();
    private final Deque<Pack> halves = new ArrayDeque<>();
    private Key served = new Key(0, Priority.NORMAL);

    /// Why texts are asked for, and how soon they are wanted: what a request has one of.
    record Reason(SpentFor cause, Priority priority) {
        boolean isNotAbove(Reason other) {
            return priority.compareTo(other.priority) <= 0;
        }
    }

    private record Key(long batch, Priority priority) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byBatch = Long.compare(batch, other.batch);
            return byBatch != 0 ? byBatch : priority.compareTo(other.priority);
        }
    }

    /// The texts of one request.
    record Pack(Reason reason, List<Chunk> texts) {
        Pack {
            texts = List.copyOf(texts);
        }
    }

    /// What waits of one batch.
    private record Turn(Reason reason, Deque<Chunk> texts) {}

    void add(Chunk chunk, Batch batch, Reason reason) {
        (batch.critical() ? critical : normal)
                .computeIfAbsent(
                        new Key(batch.id(), reason.priority()),
                        _ -> new Turn(reason, new ArrayDeque<>()))
                .texts()
                .add(chunk);
    }

    /// A request that was refused for its content goes again as two, until the bad text is alone.
    void addHalves(Pack refused) {
        List<Chunk> texts = refused.texts();
        int middle = texts.size() / 2;
        halves.push(new Pack(refused.reason(), texts.subList(middle, texts.size())));
        halves.push(new Pack(refused.reason(), texts.subList(0, middle)));
    }

    boolean isEmpty() {
        return critical.isEmpty() && normal.isEmpty() && halves.isEmpty();
    }

    /// There is something.
    Pack next(Embedder.Limits limits) {
        if (!halves.isEmpty()) {
            return halves.pop();
        }
        Optional<Reason> reason = Optional.empty();
        List<Chunk> pack = new ArrayList<>();
        int tokens = 0;
        while (pack.size() < limits.texts()) {
            NavigableMap<Key, Turn> from = critical.isEmpty() ? normal : critical;
            Map.Entry<Key, Turn> turn = turn(from, reason);
            Chunk next = turn == null ? null : turn.getValue().texts().peek();
            boolean full =
                    !pack.isEmpty() && next != null && tokens + next.tokens() > limits.tokens();
            if (turn == null || next == null || full) {
                break;
            }
            tokens += next.tokens();
            reason = Optional.of(turn.getValue().reason());
            pack.add(turn.getValue().texts().remove());
            served = turn.getKey();
            if (turn.getValue().texts().isEmpty()) {
                from.remove(turn.getKey());
            }
        }
        return new Pack(reason.orElseThrow(), pack);
    }

    /// The batch whose turn it is, of those with this reason.
    private Map.@Nullable Entry<Key, Turn> turn(
            NavigableMap<Key, Turn> from, Optional<Reason> reason) {
        return Stream.concat(
                        from.tailMap(served, false).entrySet().stream(),
                        from.headMap(served, true).entrySet().stream())
                .filter(each -> reason.isEmpty() || reason.get().equals(each.getValue().reason()))
                .findFirst()
                .orElse(null);
    }

    List<Chunk> drain() {
        List<Chunk> all = new ArrayList<>();
        critical.values().forEach(turn -> all.addAll(turn.texts()));
        normal.values().forEach(turn -> all.addAll(turn.texts()));
        halves.forEach(pack -> all.addAll(pack.texts()));
        critical.clear();
        normal.clear();
        halves.clear();
        return all;
    }
}

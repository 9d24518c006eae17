package io.freshet.embedding;

import io.freshet.Batch;
import io.freshet.Chunk;
import io.freshet.spi.Embedder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The texts that wait to be asked for, packed into requests by count and tokens. Critical batches
/// go first, and batches of one kind take turns text by text, so that a small one is soon done
/// beside a large one; the halves of a refused request go before everything.
final class Texts {
    private final NavigableMap<Long, Deque<Chunk>> critical = new TreeMap<>();
    private final NavigableMap<Long, Deque<Chunk>> normal = new TreeMap<>();
    private final Deque<List<Chunk>> halves = new ArrayDeque<>();
    private long served;

    void add(Chunk chunk, Batch batch) {
        (batch.critical() ? critical : normal)
                .computeIfAbsent(batch.id(), _ -> new ArrayDeque<>())
                .add(chunk);
    }

    /// A request that was refused for its content goes again as two, until the bad text is alone.
    void addHalves(List<Chunk> refused) {
        int middle = refused.size() / 2;
        halves.push(refused.subList(middle, refused.size()));
        halves.push(refused.subList(0, middle));
    }

    boolean isEmpty() {
        return critical.isEmpty() && normal.isEmpty() && halves.isEmpty();
    }

    List<Chunk> next(Embedder.Limits limits) {
        if (!halves.isEmpty()) {
            return halves.pop();
        }
        List<Chunk> pack = new ArrayList<>();
        int tokens = 0;
        while (pack.size() < limits.texts()) {
            NavigableMap<Long, Deque<Chunk>> from = critical.isEmpty() ? normal : critical;
            Map.Entry<Long, Deque<Chunk>> turn = turn(from);
            Chunk next = turn == null ? null : turn.getValue().peek();
            boolean full =
                    !pack.isEmpty() && next != null && tokens + next.tokens() > limits.tokens();
            if (turn == null || next == null || full) {
                break;
            }
            tokens += next.tokens();
            pack.add(turn.getValue().remove());
            served = turn.getKey();
            if (turn.getValue().isEmpty()) {
                from.remove(turn.getKey());
            }
        }
        return pack;
    }

    private Map.@Nullable Entry<Long, Deque<Chunk>> turn(NavigableMap<Long, Deque<Chunk>> from) {
        Map.Entry<Long, Deque<Chunk>> next = from.higherEntry(served);
        return next == null ? from.firstEntry() : next;
    }

    List<Chunk> drain() {
        List<Chunk> all = new ArrayList<>();
        critical.values().forEach(all::addAll);
        normal.values().forEach(all::addAll);
        halves.forEach(all::addAll);
        critical.clear();
        normal.clear();
        halves.clear();
        return all;
    }
}

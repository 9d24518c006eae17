package io.freshet.embedding;

import io.freshet.Chunk;
import io.freshet.spi.Embedder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The texts that wait to be asked for, packed into requests by count and tokens. Critical ones go
/// first; the halves of a refused request go before everything.
final class Texts {
    private final Deque<Chunk> critical = new ArrayDeque<>();
    private final Deque<Chunk> normal = new ArrayDeque<>();
    private final Deque<List<Chunk>> halves = new ArrayDeque<>();

    void add(Chunk chunk, boolean isCritical) {
        (isCritical ? critical : normal).add(chunk);
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
            Deque<Chunk> from = critical.isEmpty() ? normal : critical;
            Chunk next = from.peek();
            boolean full =
                    !pack.isEmpty() && next != null && tokens + next.tokens() > limits.tokens();
            if (next == null || full) {
                break;
            }
            tokens += next.tokens();
            pack.add(from.remove());
        }
        return pack;
    }

    List<Chunk> drain() {
        List<Chunk> all = new ArrayList<>(critical);
        all.addAll(normal);
        halves.forEach(all::addAll);
        critical.clear();
        normal.clear();
        halves.clear();
        return all;
    }
}

package io.freshet.embedding;

import io.freshet.Batch;
import io.freshet.Chunk;
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
    private final NavigableMap<Long, Turn> critical = new TreeMap<>();
    private final NavigableMap<Long, Turn> normal = new TreeMap<>();
    private final Deque<Pack> halves = new ArrayDeque<>();
    private long served;

    /// The texts of one request.
    record Pack(SpentFor cause, List<Chunk> texts) {
        Pack {
            texts = List.copyOf(texts);
        }
    }

    /// What waits of one batch.
    private record Turn(SpentFor cause, Deque<Chunk> texts) {}

    void add(Chunk chunk, Batch batch, SpentFor cause) {
        (batch.critical() ? critical : normal)
                .computeIfAbsent(batch.id(), _ -> new Turn(cause, new ArrayDeque<>()))
                .texts()
                .add(chunk);
    }

    /// A request that was refused for its content goes again as two, until the bad text is alone.
    void addHalves(Pack refused) {
        List<Chunk> texts = refused.texts();
        int middle = texts.size() / 2;
        halves.push(new Pack(refused.cause(), texts.subList(middle, texts.size())));
        halves.push(new Pack(refused.cause(), texts.subList(0, middle)));
    }

    boolean isEmpty() {
        return critical.isEmpty() && normal.isEmpty() && halves.isEmpty();
    }

    /// There is something.
    Pack next(Embedder.Limits limits) {
        if (!halves.isEmpty()) {
            return halves.pop();
        }
        Optional<SpentFor> cause = Optional.empty();
        List<Chunk> pack = new ArrayList<>();
        int tokens = 0;
        while (pack.size() < limits.texts()) {
            NavigableMap<Long, Turn> from = critical.isEmpty() ? normal : critical;
            Map.Entry<Long, Turn> turn = turn(from, cause);
            Chunk next = turn == null ? null : turn.getValue().texts().peek();
            boolean full =
                    !pack.isEmpty() && next != null && tokens + next.tokens() > limits.tokens();
            if (turn == null || next == null || full) {
                break;
            }
            tokens += next.tokens();
            cause = Optional.of(turn.getValue().cause());
            pack.add(turn.getValue().texts().remove());
            served = turn.getKey();
            if (turn.getValue().texts().isEmpty()) {
                from.remove(turn.getKey());
            }
        }
        return new Pack(cause.orElseThrow(), pack);
    }

    /// The batch whose turn it is, of those with this cause.
    private Map.@Nullable Entry<Long, Turn> turn(
            NavigableMap<Long, Turn> from, Optional<SpentFor> cause) {
        return Stream.concat(
                        from.tailMap(served, false).entrySet().stream(),
                        from.headMap(served, true).entrySet().stream())
                .filter(each -> cause.isEmpty() || cause.get() == each.getValue().cause())
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

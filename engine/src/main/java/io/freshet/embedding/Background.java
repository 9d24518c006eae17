package io.freshet.embedding;

import io.freshet.Chunk;
import io.freshet.Failure;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Priority;
import io.freshet.Vector;
import io.freshet.spi.Embedder;
import io.freshet.spi.Vectors;
import io.freshet.spi.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/// Gives vectors to texts that no event waits for: one request at a time, so that an edit or a
/// question never waits behind many. What is known, or being asked for by somebody else, is not
/// asked for (I5). Safe for any thread.
public final class Background {
    private static final Duration HELD = Duration.ofSeconds(30);

    private final World world;
    private final Vectors vectors;
    private final AskedEmbedder embedder;
    private final Desk desk;
    private final AtomicLong texts = new AtomicLong();
    private final AtomicLong tokens = new AtomicLong();
    private final Map<String, Vector> unkept = new ConcurrentHashMap<>();
    private volatile boolean isOver;

    public Background(World world, Vectors vectors, AskedEmbedder embedder, Desk desk) {
        this.world = world;
        this.vectors = vectors;
        this.embedder = embedder;
        this.desk = desk;
    }

    /// Those that are known, by hash.
    public Map<String, Vector> known(Collection<String> hashes) {
        return vectors.find(embedder.space(), hashes);
    }

    /// How long to wait before asking: for the endpoint, a budget or a quota.
    public Duration pause() {
        return embedder.closed()
                .map(Limiter.Closed::left)
                .or(() -> held().map(failure -> failure.retryAfter().orElse(HELD)))
                .orElseGet(embedder::pause);
    }

    private Optional<Failure> held() {
        return embedder.held(Priority.NORMAL);
    }

    /// Why it is to be left alone, where it is.
    public String problem() {
        return embedder.closed()
                .map(Limiter.Closed::problem)
                .or(() -> held().map(Failure::problem))
                .orElse("");
    }

    public World.Lane lane() {
        return embedder.lane(Embedder.Purpose.DOCUMENT);
    }

    public Duration deadline() {
        return embedder.deadline();
    }

    /// As many of them as one request takes, taken on for [#ask], which gives them back; none where
    /// others ask for all of them, who wake the world when they are done.
    public List<Chunk> take(Collection<Chunk> lacking) {
        Embedder.Limits limits = embedder.limits();
        List<Chunk> pack = new ArrayList<>();
        int sum = 0;
        for (Chunk chunk : lacking) {
            boolean full = !pack.isEmpty() && sum + chunk.tokens() > limits.tokens();
            if (full || pack.size() == limits.texts()) {
                break;
            }
            if (unkept.containsKey(chunk.hash()) || desk.claim(chunk.hash(), world)) {
                pack.add(chunk);
                sum += chunk.tokens();
            }
        }
        return pack;
    }

    /// Whoever took them on does not ask any more. What was answered and could not be kept stays
    /// taken on, so that nobody pays for it again.
    public void giveBack(List<Chunk> pack) {
        pack.stream()
                .map(Chunk::hash)
                .filter(hash -> !unkept.containsKey(hash))
                .forEach(desk::release);
    }

    /// Nothing is taken on any more: what was answered and could not be kept is lost.
    public void letGo() {
        List.copyOf(unkept.keySet()).forEach(this::release);
    }

    /// Its collection stops: nothing is asked for any more.
    public void close() {
        isOver = true;
        letGo();
    }

    private void release(String hash) {
        if (unkept.remove(hash) != null) {
            desk.release(hash);
        }
    }

    /// Asks for what of a pack is not known, in as many requests as it takes: durable when it
    /// returns. Blocking. A request that is refused is halved until the bad text is alone. What was
    /// answered before and could not be kept is kept first.
    ///
    /// @throws Refused the only text is refused
    public void ask(List<Chunk> pack) {
        if (isOver) {
            throw new Unavailable("the collection stops", Duration.ZERO);
        }
        if (!unkept.isEmpty()) {
            keep(new TreeMap<>(unkept));
            pack.forEach(chunk -> unkept.remove(chunk.hash()));
            letGo();
        }
        Map<String, Vector> known = known(pack.stream().map(Chunk::hash).toList());
        Predicate<Chunk> isKnown = chunk -> known.containsKey(chunk.hash());
        List<Chunk> lacking = pack.stream().filter(isKnown.negate()).toList();
        if (!lacking.isEmpty()) {
            request(lacking);
        }
    }

    private void request(List<Chunk> lacking) {
        embedder.spend(lacking.stream().mapToLong(Chunk::tokens).sum());
        try {
            put(lacking, embedder.embed(words(lacking), Embedder.Purpose.DOCUMENT));
        } catch (Refused e) {
            if (lacking.size() == 1) {
                throw e;
            }
            int middle = lacking.size() / 2;
            request(lacking.subList(0, middle));
            request(lacking.subList(middle, lacking.size()));
        }
    }

    private static List<String> words(List<Chunk> chunks) {
        return chunks.stream().map(Chunk::text).toList();
    }

    private void put(List<Chunk> asked, Embedder.Answer answer) {
        texts.addAndGet(asked.size());
        tokens.addAndGet(asked.stream().mapToLong(Chunk::tokens).sum());
        Map<String, Vector> fresh = new TreeMap<>();
        for (Embedder.Item item : answer.items()) {
            fresh.put(asked.get(item.index()).hash(), new Vector(item.values()));
        }
        keep(fresh);
    }

    private void keep(Map<String, Vector> answered) {
        try {
            vectors.put(embedder.space().fingerprint(), answered);
        } catch (Unavailable e) {
            unkept.putAll(answered);
            throw e;
        }
    }

    /// Asks for all that lacks a vector, and waits for it.
    ///
    /// @return tokens that were asked for
    /// @throws Unavailable where others ask for some of it just now, or it cannot be asked
    public long askAll(Collection<Chunk> chunks) {
        long before = tokens.get();
        Map<String, Chunk> lacking = new TreeMap<>();
        chunks.forEach(chunk -> lacking.put(chunk.hash(), chunk));
        lacking.keySet().removeAll(known(lacking.keySet()).keySet());
        while (!lacking.isEmpty()) {
            List<Chunk> pack = take(lacking.values());
            if (pack.isEmpty()) {
                throw new Unavailable("its texts are being embedded", Duration.ofSeconds(1));
            }
            try {
                ask(pack);
            } finally {
                giveBack(pack);
                letGo();
            }
            pack.forEach(chunk -> lacking.remove(chunk.hash()));
        }
        return tokens.get() - before;
    }

    /// Nothing came in time, so that the embedder itself has said nothing.
    public void late(Unavailable e) {
        if (embedder.closed().isEmpty()) {
            embedder.failed(e);
        }
    }

    /// Texts that were asked for and answered, since the start.
    public long texts() {
        return texts.get();
    }

    /// Their tokens, by the fixed estimate.
    public long tokens() {
        return tokens.get();
    }
}

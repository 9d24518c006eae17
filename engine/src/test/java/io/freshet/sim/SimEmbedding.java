package io.freshet.sim;

import io.freshet.Text;
import io.freshet.Vector;
import io.freshet.embedding.Desk;
import io.freshet.embedding.Limiter;
import io.freshet.spi.Embedder;
import io.freshet.spi.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// One embedding space of a simulated machine: its embedder, the desk that collections share, and
/// the promises about vectors, checked wherever one is asked for, kept or written into a store.
/// Confined to one thread.
final class SimEmbedding {
    private final CountingEmbedder embedder;
    private final MemoryVectors.State durable;
    private final Map<String, String> texts = new TreeMap<>();
    private final Map<String, Vector> right = new TreeMap<>();
    private final Set<String> paid = new TreeSet<>();
    private Desk desk = new Desk();
    private Limiter limiter = new Limiter(0);

    /// @param durable vectors of all spaces
    SimEmbedding(CountingEmbedder embedder, MemoryVectors.State durable) {
        this.embedder = embedder;
        this.durable = durable;
    }

    CountingEmbedder real() {
        return embedder;
    }

    String fingerprint() {
        return embedder.space().fingerprint();
    }

    /// What the configuration calls it.
    String name() {
        return embedder.space().model();
    }

    Limiter limiter() {
        return limiter;
    }

    Desk desk() {
        return desk;
    }

    /// What was answered and not kept is lost, and may be asked for again.
    void crashed() {
        desk = new Desk();
        limiter = new Limiter(0);
        paid.clear();
    }

    /// Somebody has had no answer in time: what may have been answered is lost.
    void expired() {
        paid.clear();
    }

    /// Vectors were dropped: what they are of may be asked for again.
    void swept(Set<String> hashes) {
        paid.removeAll(hashes);
    }

    /// The vector of a text that a space has been asked for.
    Vector right(String hash) {
        return right.computeIfAbsent(
                hash,
                _ -> {
                    String text = texts.get(hash);
                    SimPromise.that(
                            text != null, () -> "I6: a vector of a text that nobody asked for");
                    return embedder.right(text);
                });
    }

    Embedder embedder() {
        return PortProxy.of(
                Embedder.class,
                embedder,
                call -> {
                    if (!call.name().equals("embed")) {
                        return call.proceed();
                    }
                    List<String> hashes = asked(call.list(0));
                    Object answer = call.proceed();
                    if (embedder.isRight()) {
                        paid.addAll(hashes);
                    }
                    return answer;
                });
    }

    private List<String> asked(List<?> some) {
        List<String> hashes = new ArrayList<>();
        for (Object each : some) {
            String hash = Text.hash((String) each);
            texts.put(hash, (String) each);
            hashes.add(hash);
        }
        Set<String> known = new MemoryVectors(durable).find(fingerprint(), hashes).keySet();
        SimPromise.that(known.isEmpty(), () -> "I5: a text is asked for whose vector is durable");
        SimPromise.that(
                hashes.stream().noneMatch(paid::contains),
                () -> "I5: a text is asked for again that has been answered");
        return hashes;
    }

    Store store(Store real, SimEmbedding other) {
        return PortProxy.of(
                Store.class,
                real,
                call -> {
                    if (call.name().equals("write")) {
                        for (Object row : call.list(1)) {
                            Store.Row written = (Store.Row) row;
                            check(written.key().hash(), written.vector(), other);
                        }
                    }
                    return call.proceed();
                });
    }

    /// @param other what must not be mixed in
    void check(String hash, Object vector, SimEmbedding other) {
        boolean mixed =
                other != this && other.texts.containsKey(hash) && vector.equals(other.right(hash));
        SimPromise.that(!mixed, () -> "I7: a vector of another space");
        SimPromise.that(
                vector.equals(right(hash)),
                () -> "I6: a vector that the embedder did not give for its text");
    }
}

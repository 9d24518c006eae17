package io.freshet.projector;

import io.freshet.Chunk;
import io.freshet.Chunked;
import io.freshet.Committed;
import io.freshet.Content;
import io.freshet.EmbeddingSpace;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Vector;
import io.freshet.spi.Embedder;
import io.freshet.spi.Vectors;
import io.freshet.spi.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Embeds again, from the ledger's text, what lost its vector: drift that is mended, counted and
/// never fatal. Blocking; safe for any thread.
public final class Mend {
    private static final System.Logger LOG = System.getLogger(Mend.class.getName());

    private final Vectors vectors;
    private final Embedder embedder;
    private final Function<Content, Chunked> cut;
    private final AtomicLong mended = new AtomicLong();

    /// One at a time: several may miss the same vector at once, and only the first of them asks.
    private final ReentrantLock mending = new ReentrantLock();

    /// @param embedder that checks its answers
    /// @param cut how a text is cut
    public Mend(Vectors vectors, Embedder embedder, Function<Content, Chunked> cut) {
        this.vectors = vectors;
        this.embedder = embedder;
        this.cut = cut;
    }

    EmbeddingSpace space() {
        return embedder.space();
    }

    /// Where it is embedded.
    public World.Lane lane() {
        return embedder.lane(Embedder.Purpose.DOCUMENT);
    }

    /// The vector of one of its chunks, embedded again and kept, unless somebody has done so since
    /// it was missed (I5).
    public Vector vector(Committed document, String hash) {
        mending.lock();
        try {
            Vector known = vectors.find(space(), List.of(hash)).get(hash);
            return known != null ? known : embedded(document, hash);
        } finally {
            mending.unlock();
        }
    }

    private Vector embedded(Committed document, String hash) {
        Chunk chunk = cut.apply(document.content()).chunks().get(hash);
        if (chunk == null) {
            throw new Unavailable(
                    "a chunk without vector cannot be cut again; the chunking has changed; hash="
                            + hash,
                    Duration.ofMinutes(1));
        }
        LOG.log(
                System.Logger.Level.WARNING,
                () -> "vector was missing, embedded again hash=" + hash);
        Embedder.Answer answer = embedder.embed(List.of(chunk.text()), Embedder.Purpose.DOCUMENT);
        Vector vector = new Vector(answer.items().getFirst().values());
        Map<String, Vector> one = new TreeMap<>();
        one.put(hash, vector);
        vectors.put(space().fingerprint(), one);
        mended.incrementAndGet();
        return vector;
    }

    /// Since the start.
    public long mended() {
        return mended.get();
    }
}

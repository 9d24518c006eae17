package io.freshet.engine;

import io.freshet.Check;
import io.freshet.Chunk;
import io.freshet.Content;
import io.freshet.DocumentLimits;
import io.freshet.EmbeddingSpace;
import io.freshet.FreshetException.Refused;
import io.freshet.Vector;
import io.freshet.spi.World.Lane;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Vectors that were paid for elsewhere, for documents that are going to be put: once they are
/// kept, the documents go in as any other and nothing is asked for. Safe for any thread; blocking.
public final class Importing {
    private final SystemWorld world;
    private final Pipeline steps;

    Importing(SystemWorld world, Pipeline steps) {
        this.world = world;
        this.steps = steps;
    }

    /// The only one whose vectors are of use here (I7).
    public EmbeddingSpace space() {
        return steps.ports().embedder().space();
    }

    /// What may be put here.
    public DocumentLimits limits() {
        return steps.settings().documents();
    }

    /// What this collection cuts a text into, by hash: a vector belongs to one of these, or to
    /// nothing here (I6). Empty where the text cannot be cut, which putting it says.
    public Map<String, Chunk> chunks(Content content) throws InterruptedException {
        return world.call(
                Lane.PLAN,
                () -> {
                    try {
                        return steps.planner().cut(content).chunks();
                    } catch (Refused _) {
                        return new LinkedHashMap<>();
                    }
                });
    }

    /// Those of which no vector is known here.
    public Set<String> unknown(Collection<String> hashes) throws InterruptedException {
        Set<String> unknown = new LinkedHashSet<>(hashes);
        unknown.removeAll(
                world.call(Lane.READ, () -> steps.ports().vectors().find(space(), hashes))
                        .keySet());
        return unknown;
    }

    /// Returns once they are durable. What is known already stays as it is.
    ///
    /// @param vectors of the space's width, by the hash of their text
    public void keep(Map<String, Vector> vectors) throws InterruptedException {
        for (Vector vector : vectors.values()) {
            Check.that(
                    vector.dimensions() == space().dimensions(),
                    () -> "a vector of another width; dimensions=" + vector.dimensions());
        }
        var _ =
                world.call(
                        Lane.VECTORS,
                        () -> {
                            steps.ports().vectors().put(space().fingerprint(), vectors);
                            return vectors.size();
                        });
    }
}

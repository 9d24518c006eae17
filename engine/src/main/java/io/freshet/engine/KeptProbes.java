package io.freshet.engine;

import io.freshet.EmbeddingSpace;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Vector;
import io.freshet.embedding.Reference;
import io.freshet.spi.Vectors;
import io.freshet.spi.World;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// The reference of a space, kept among its vectors: whoever asks may run in a virtual thread, and
/// waits for one of those that may read a disk.
record KeptProbes(SystemWorld world, Vectors vectors, EmbeddingSpace space, List<String> hashes)
        implements Reference {
    @Override
    public Map<String, Vector> known() {
        return call(() -> vectors.find(space, hashes));
    }

    @Override
    public void keep(Map<String, Vector> probes) {
        var _ =
                call(
                        () -> {
                            vectors.put(space.fingerprint(), probes);
                            return probes;
                        });
    }

    private <T> T call(Callable<T> call) {
        try {
            return world.call(World.Lane.VECTORS, call);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("the wait for stored vectors was interrupted", e);
        }
    }
}

package io.freshet.engine;

import io.freshet.Committed;
import io.freshet.FreshetException.Refused;
import io.freshet.Vector;
import io.freshet.projector.Mend;
import io.freshet.search.PastSearch;
import io.freshet.spi.World.Lane;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/// The vectors that a search of an older version compares with: the kept ones, and those that were
/// lost, embedded again.
record PastVectors(Ports ports, Mend mend) implements PastSearch.Vectors {
    private static final System.Logger LOG = System.getLogger(PastVectors.class.getName());

    @Override
    public Map<String, Vector> find(Collection<String> hashes) {
        return ports.vectors().find(ports.embedder().space(), hashes);
    }

    /// Where the embedder refuses a text that it once took, that row alone is left out, as in a
    /// store.
    @Override
    public Optional<Vector> again(Committed document, String hash) {
        try {
            return Optional.of(mend.vector(document, hash));
        } catch (Refused e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    () -> "row has lost its vector, and its text is refused hash=" + hash,
                    e);
            return Optional.empty();
        }
    }

    @Override
    public Lane lane() {
        return mend.lane();
    }
}

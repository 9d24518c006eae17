package io.freshet.engine;

import io.freshet.Chunking;
import io.freshet.Side;
import io.freshet.Sides;
import io.freshet.embedding.Desk;
import io.freshet.embedding.Endpoints;
import io.freshet.spi.Store;
import java.util.Optional;

/// The sides of a collection that is open.
///
/// @param sides as its ledger has them; empty for one that nobody migrates
/// @param configured what the configuration says, where that is not what is in force
/// @param other what the other side is kept with; empty where there is none, or it cannot be used
/// @param problem why it cannot
public record Sided(
        Optional<Sides> sides,
        Optional<Configured> configured,
        Optional<Other> other,
        Optional<String> problem) {
    static final Sided NONE =
            new Sided(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /// What a collection is to be by the configuration.
    public record Configured(String embedder, Chunking chunking) {}

    /// Like those of [Ports].
    public record Other(
            Side side, Sides.Phase phase, Store store, Endpoints endpoints, Desk desk) {}
}

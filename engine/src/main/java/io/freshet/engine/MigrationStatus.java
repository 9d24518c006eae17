package io.freshet.engine;

import io.freshet.Side;
import io.freshet.migration.Comparison;
import io.freshet.migration.Shadow;
import java.util.Optional;

/// How a collection is embedded and cut, and how far its migration is.
///
/// @param other empty where there is none
/// @param progress empty where nothing is done for the other side now
/// @param comparison with the side in force; empty before the other has shown the head
/// @param configured what the configuration says, where that is not what is in force
/// @param problem why the other side cannot be used
public record MigrationStatus(
        State state,
        Side inForce,
        Optional<Side> other,
        Optional<Shadow.Progress> progress,
        Optional<Comparison> comparison,
        Optional<Sided.Configured> configured,
        Optional<String> problem) {
    /// What may be done next depends on it.
    public enum State {
        NONE,
        /// The other side is being filled.
        FILLING,
        PAUSED,
        /// The other side shows the head and may be switched to.
        READY,
        /// The other side was in force before, and is kept fresh.
        SWITCHED
    }
}

package io.freshet;

import java.util.Optional;

/// How a collection is embedded and cut now, and the other way where it is being migrated or can
/// still go back.
///
/// @param inForce that events are planned and searches answered with
/// @param since the version from which on the ledger's rows are of the side in force
public record Sides(Side inForce, long since, Optional<Other> other) {
    public Sides {
        other.ifPresent(
                each ->
                        Check.that(
                                each.side().slot() != inForce.slot(),
                                () -> "two sides have one place"));
    }

    /// @param side that a second store is filled or kept fresh with
    public record Other(Side side, Phase phase) {}

    /// What the other side is there for.
    public enum Phase {
        /// To be switched to.
        FILLING,
        /// The same, and nothing is done for it now.
        PAUSED,
        /// It was in force, and is kept fresh so that the collection can go back.
        SWITCHED
    }

    public static Sides of(Side inForce, long since) {
        return new Sides(inForce, since, Optional.empty());
    }

    public Sides with(Other beside) {
        return new Sides(inForce, since, Optional.of(beside));
    }

    /// The same, and there is no way back.
    public Sides alone() {
        return of(inForce, since);
    }

    /// Both change places, from a version on.
    public Sides switched(long version) {
        Other before = other.orElseThrow();
        Phase phase = before.phase() == Phase.SWITCHED ? Phase.FILLING : Phase.SWITCHED;
        return new Sides(before.side(), version, Optional.of(new Other(inForce, phase)));
    }
}

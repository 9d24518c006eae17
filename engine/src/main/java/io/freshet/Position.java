package io.freshet;

/// A place in a collection's change feed. Everything up to and with it has been handled.
///
/// @param history of the ledger that it belongs to
/// @param version 0 is the start
/// @param ordinal the change within the version, from 1; [#COMPLETE] behind the version's last
public record Position(String history, long version, int ordinal) implements Comparable<Position> {
    public static final int COMPLETE = Integer.MAX_VALUE;

    public static Position complete(String history, long version) {
        return new Position(history, version, COMPLETE);
    }

    /// Opaque to clients: `history.version-ordinal`, with nothing after the dash where it is
    /// complete.
    @Override
    public String toString() {
        return history + "." + version + "-" + (ordinal == COMPLETE ? "" : ordinal);
    }

    /// @throws IllegalArgumentException where it is no position
    public static Position parse(String text) {
        int dot = text.indexOf('.');
        int dash = text.indexOf('-', dot + 1);
        if (dot < 1 || dash < 0) {
            throw new IllegalArgumentException("not a position: " + Text.shown(text));
        }
        try {
            String ordinal = text.substring(dash + 1);
            return new Position(
                    text.substring(0, dot),
                    Long.parseLong(text.substring(dot + 1, dash)),
                    ordinal.isEmpty() ? COMPLETE : Integer.parseInt(ordinal));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a position: " + Text.shown(text), e);
        }
    }

    /// Within one history.
    @Override
    public int compareTo(Position other) {
        Check.that(history.equals(other.history), () -> "positions of two histories compared");
        int byVersion = Long.compare(version, other.version);
        return byVersion != 0 ? byVersion : Integer.compare(ordinal, other.ordinal);
    }
}

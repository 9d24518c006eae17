package io.freshet.adapter.sqlite;

import io.freshet.Chunking;
import io.freshet.FreshetException.Corrupt;
import io.freshet.Side;
import io.freshet.Sides;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// The rows of `sides`: one of the side in force, which has no phase, and one of the other.
final class SideRows {
    static final String READ =
            """
            SELECT embedder, model, space, target_tokens, prefix, slot, since, phase
            FROM sides WHERE in_force = ?
            """;
    static final String CLEAR = "DELETE FROM sides";
    static final String WRITE =
            """
            INSERT INTO sides
                (in_force, embedder, model, space, target_tokens, prefix, slot, since, phase)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private SideRows() {}

    static Optional<Sides> read(Session session) throws SQLException {
        try {
            Optional<Sides> alone =
                    session.first(READ, row -> Sides.of(side(row), row.getLong(7)), 1);
            Optional<Sides.Other> other =
                    session.first(
                            READ,
                            row ->
                                    new Sides.Other(
                                            side(row), Sides.Phase.valueOf(row.getString(8))),
                            0);
            return alone.map(sides -> other.map(sides::with).orElse(sides));
        } catch (IllegalArgumentException e) {
            throw new Corrupt("row is damaged; table=sides", e);
        }
    }

    private static Side side(ResultSet row) throws SQLException {
        return new Side(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                new Chunking(row.getInt(4), Chunking.Prefix.valueOf(row.getString(5))),
                row.getInt(6));
    }

    static boolean write(Session session, Sides sides) throws SQLException {
        session.update(CLEAR);
        write(session, sides.inForce(), sides.since(), "");
        if (sides.other().isPresent()) {
            Sides.Other other = sides.other().get();
            write(session, other.side(), 0, other.phase().name());
        }
        return true;
    }

    private static void write(Session session, Side side, long since, String phase)
            throws SQLException {
        session.update(
                WRITE,
                phase.isEmpty() ? 1 : 0,
                side.embedder(),
                side.model(),
                side.space(),
                side.chunking().targetTokens(),
                side.chunking().prefix().name(),
                side.slot(),
                since,
                phase);
    }
}

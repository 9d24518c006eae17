package io.freshet.adapter.sqlite;

import java.util.List;

/// The tables of a `vectors.db`. A vector is little-endian float32, with a CRC-32 of its bytes.
///
/// `generation` is the one in which a vector was last put; a sweep raises `spaces.generation`
/// before it marks ([SweepWork]). A look-up writes nothing.
final class VectorsSchema {
    private static final String FIRST =
            """
            CREATE TABLE spaces (
                id INTEGER PRIMARY KEY,
                fingerprint TEXT NOT NULL UNIQUE,
                vectors INTEGER NOT NULL,
                generation INTEGER NOT NULL
            );
            CREATE TABLE vectors (
                space INTEGER NOT NULL,
                hash TEXT NOT NULL,
                generation INTEGER NOT NULL,
                crc INTEGER NOT NULL,
                floats BLOB NOT NULL
            );
            CREATE UNIQUE INDEX vectors_by_hash ON vectors (space, hash);
            """;

    /// What a sweep has found to be referred to, and whether one is due.
    private static final String SWEEP =
            """
            CREATE TABLE marks (hash TEXT PRIMARY KEY) WITHOUT ROWID;
            CREATE TABLE sweep (due INTEGER NOT NULL);
            INSERT INTO sweep VALUES (0);
            """;

    /// `application_id` spells `FrVc`.
    static final FileKind KIND = new FileKind("vectors", 0x46725663, List.of(FIRST, SWEEP));

    private VectorsSchema() {}
}

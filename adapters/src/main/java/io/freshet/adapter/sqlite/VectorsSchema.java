package io.freshet.adapter.sqlite;

import java.util.List;

/// The tables of a `vectors.db`. A vector is little-endian float32, with a CRC-32 of its bytes.
///
/// `generation` is the one in which a vector was last written or looked up; a collection of garbage
/// raises `spaces.generation` before it marks. While nothing raises it, a look-up writes nothing.
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

    /// `application_id` spells `FrVc`.
    static final FileKind KIND = new FileKind("vectors", 0x46725663, List.of(FIRST));

    private VectorsSchema() {}
}

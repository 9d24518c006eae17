package io.freshet.adapter.sqlite;

import io.freshet.Committed;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.FreshetException.Corrupt;
import io.freshet.Metadata;
import io.freshet.adapter.json.MetadataJson;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A live row of `documents` with its content, as it was read: it is unpacked only when the
/// transaction is over.
///
/// @param given NULL where it is the same as the metadata
/// @param content empty where the row of `contents` is missing
record DocumentRow(
        String document,
        long version,
        String updatedAt,
        String metadata,
        @Nullable String given,
        byte[] placements,
        String hash,
        Optional<ContentBytes> content) {
    /// The columns of `documents d` and `contents c` that a row is made of.
    static final String COLUMNS =
            """
            d.document, d.version, d.updated_at, d.metadata, d.given, d.placements, d.content,
            c.format, c.bytes, c.deflated
            """;

    /// Reads [#COLUMNS], of which the first stands at `first`.
    static DocumentRow read(ResultSet row, int first) throws SQLException {
        String hash = row.getString(first + 6);
        String format = row.getString(first + 7);
        Optional<ContentBytes> content =
                format == null
                        ? Optional.empty()
                        : Optional.of(
                                new ContentBytes(
                                        hash,
                                        format,
                                        row.getInt(first + 8),
                                        row.getBytes(first + 9)));
        return new DocumentRow(
                row.getString(first),
                row.getLong(first + 1),
                row.getString(first + 2),
                row.getString(first + 3),
                row.getString(first + 4),
                row.getBytes(first + 5),
                hash,
                content);
    }

    /// @throws Corrupt where any of it is damaged
    Committed committed(Path file) {
        Content text = text(file);
        try {
            Metadata seen = MetadataJson.read(metadata);
            return new Committed(
                    new DocumentId(document),
                    version,
                    text,
                    seen,
                    given == null ? seen : MetadataJson.read(given),
                    PlacementBytes.read(placements),
                    Instant.parse(updatedAt));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw damaged(file, "documents document=" + document + " version=" + version, e);
        }
    }

    private Content text(Path file) {
        String key = "contents hash=" + hash;
        if (content.isEmpty()) {
            throw new Corrupt("content is missing; file=" + file + " table=" + key);
        }
        try {
            return content.get().content();
        } catch (IllegalArgumentException e) {
            throw damaged(file, key, e);
        }
    }

    private static Corrupt damaged(Path file, String key, RuntimeException e) {
        return new Corrupt("row is damaged; file=" + file + " table=" + key, e);
    }
}

package io.freshet.adapter.sqlite;

import io.freshet.Change.MetadataChange;
import io.freshet.Change.MetadataChange.Keep;
import io.freshet.Change.MetadataChange.Merge;
import io.freshet.Change.MetadataChange.Replace;
import io.freshet.Change.Upsert;
import io.freshet.adapter.json.MetadataJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an upsert says, as `payloads` keeps it: the text compressed, the metadata as JSON.
///
/// @param metadata NULL where it is kept
record PayloadRow(
        Optional<ContentBytes> content, String metadataChange, @Nullable String metadata) {
    /// The columns of `payloads p` that a row is made of.
    static final String COLUMNS =
            "p.metadata_change, p.metadata, p.hash, p.format, p.bytes, p.deflated";

    private static final String KEEP = "keep";
    private static final String REPLACE = "replace";
    private static final String MERGE = "merge";

    static PayloadRow of(Upsert upsert) {
        Optional<ContentBytes> content =
                upsert.content().map(text -> ContentBytes.of(text, text.hash()));
        return switch (upsert.metadata()) {
            case Keep _ -> new PayloadRow(content, KEEP, null);
            case Replace(var metadata) ->
                    new PayloadRow(content, REPLACE, MetadataJson.write(metadata));
            case Merge(var patch) -> new PayloadRow(content, MERGE, MetadataJson.write(patch));
        };
    }

    /// Reads [#COLUMNS], of which the first stands at `first`; empty where there is no payload.
    static Optional<PayloadRow> read(ResultSet row, int first) throws SQLException {
        String change = row.getString(first);
        if (change == null) {
            return Optional.empty();
        }
        String hash = row.getString(first + 2);
        Optional<ContentBytes> content =
                hash == null
                        ? Optional.empty()
                        : Optional.of(
                                new ContentBytes(
                                        hash,
                                        row.getString(first + 3),
                                        row.getInt(first + 4),
                                        row.getBytes(first + 5)));
        return Optional.of(new PayloadRow(content, change, row.getString(first + 1)));
    }

    void insert(Session session, long sequence) throws SQLException {
        session.update(
                """
                INSERT INTO payloads (sequence, hash, format, bytes, deflated, metadata_change,
                    metadata)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                sequence,
                content.map(ContentBytes::hash).orElse(null),
                content.map(ContentBytes::format).orElse(null),
                bytes(),
                content.map(ContentBytes::deflated).orElse(null),
                metadataChange,
                metadata);
    }

    /// Of the text, in UTF-8.
    int bytes() {
        return content.map(ContentBytes::bytes).orElse(0);
    }

    /// @throws IllegalArgumentException where the row is damaged
    Upsert upsert() {
        MetadataChange change = metadata == null ? new Keep() : changed(metadata);
        return new Upsert(content.map(ContentBytes::content), change);
    }

    private MetadataChange changed(String json) {
        return switch (metadataChange) {
            case REPLACE -> new Replace(MetadataJson.read(json));
            case MERGE -> new Merge(MetadataJson.readPatch(json));
            default -> throw new IllegalArgumentException("unknown change of metadata");
        };
    }
}

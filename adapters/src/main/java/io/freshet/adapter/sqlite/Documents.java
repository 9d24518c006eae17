package io.freshet.adapter.sqlite;

import static io.freshet.adapter.sqlite.LedgerSchema.LIVE;

import io.freshet.Base;
import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.FreshetException.Corrupt;
import io.freshet.Outline;
import io.freshet.Text;
import io.freshet.adapter.json.MetadataJson;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the documents were at a version. A page of rows is read in a transaction and unpacked
/// behind it. Safe for any thread.
final class Documents {
    /// A page of documents is shorter than one of bare rows, since each brings its text.
    static final int PAGE_DOCUMENTS_MAX = 200;

    static final String BASE =
            """
            SELECT s.sequence, s.version, d.content IS NOT NULL, %s
            FROM settled s
            LEFT JOIN documents d
                ON d.document = s.document AND d.version = s.version AND d.content IS NOT NULL
            LEFT JOIN contents c ON c.hash = d.content
            WHERE s.document = ?
            """
                    .formatted(DocumentRow.COLUMNS);
    static final String AT =
            """
            SELECT %s
            FROM documents d LEFT JOIN contents c ON c.hash = d.content
            WHERE d.document = ? AND d.version <= ? AND d.removed_version > ?
            ORDER BY d.version DESC LIMIT 1
            """
                    .formatted(DocumentRow.COLUMNS);
    static final String LIST_LIVE =
            """
            SELECT %s
            FROM documents d LEFT JOIN contents c ON c.hash = d.content
            WHERE d.removed_version = %d AND d.document >= ? AND d.document < ?
            ORDER BY d.document LIMIT ?
            """
                    .formatted(DocumentRow.COLUMNS, LIVE);
    static final String LIST_AT =
            """
            SELECT %s
            FROM documents d LEFT JOIN contents c ON c.hash = d.content
            WHERE d.document >= ? AND d.document < ? AND d.version <= ? AND d.removed_version > ?
            ORDER BY d.document LIMIT ?
            """
                    .formatted(DocumentRow.COLUMNS);

    static final String OUTLINES =
            """
            SELECT document, metadata, placements FROM documents
            WHERE document >= ? AND document < ? AND version <= ? AND removed_version > ?
            ORDER BY document LIMIT ?
            """;

    /// Above every text.
    private static final byte[] NO_END = {0};

    private final Database database;
    private final Path file;

    Documents(Database database, Path file) {
        this.database = database;
        this.file = file;
    }

    List<Base> bases(List<DocumentId> documents) {
        List<Base> bases = new ArrayList<>(documents.size());
        for (List<DocumentId> page : pages(documents)) {
            for (BaseRow row : database.read(session -> baseRows(session, page))) {
                bases.add(row.base(file));
            }
        }
        return bases;
    }

    private static List<BaseRow> baseRows(Session session, List<DocumentId> documents)
            throws SQLException {
        List<BaseRow> rows = new ArrayList<>(documents.size());
        for (DocumentId document : documents) {
            var unknown = new BaseRow(document, 0, 0, Optional.empty());
            rows.add(
                    session.first(BASE, row -> BaseRow.read(document, row), document.value())
                            .orElse(unknown));
        }
        return rows;
    }

    private record BaseRow(
            DocumentId document, long settled, long version, Optional<DocumentRow> live) {
        static BaseRow read(DocumentId document, ResultSet row) throws SQLException {
            Optional<DocumentRow> live =
                    row.getBoolean(3) ? Optional.of(DocumentRow.read(row, 4)) : Optional.empty();
            return new BaseRow(document, row.getLong(1), row.getLong(2), live);
        }

        Base base(Path file) {
            return new Base(document, version, settled, live.map(row -> row.committed(file)));
        }
    }

    Map<DocumentId, Committed> at(Collection<DocumentId> documents, long version) {
        Map<DocumentId, Committed> found = new LinkedHashMap<>();
        for (List<DocumentId> page : pages(List.copyOf(documents))) {
            for (DocumentRow row : database.read(session -> rowsAt(session, page, version))) {
                Committed committed = row.committed(file);
                found.put(committed.document(), committed);
            }
        }
        return found;
    }

    private static List<DocumentRow> rowsAt(
            Session session, List<DocumentId> documents, long version) throws SQLException {
        List<DocumentRow> rows = new ArrayList<>(documents.size());
        if (TagRows.retained(session, HeadRow.read(session), version)) {
            for (DocumentId document : documents) {
                session.first(
                                AT,
                                row -> DocumentRow.read(row, 1),
                                document.value(),
                                version,
                                version)
                        .ifPresent(rows::add);
            }
        }
        return rows;
    }

    private static List<List<DocumentId>> pages(List<DocumentId> documents) {
        List<List<DocumentId>> pages = new ArrayList<>();
        for (int i = 0; i < documents.size(); i += PAGE_DOCUMENTS_MAX) {
            pages.add(documents.subList(i, Math.min(documents.size(), i + PAGE_DOCUMENTS_MAX)));
        }
        return pages;
    }

    List<Committed> list(String prefix, Optional<DocumentId> after, int limit, long version) {
        List<Committed> found = new ArrayList<>();
        Optional<DocumentId> last = after;
        int asked;
        List<DocumentRow> page;
        do {
            asked = Math.min(PAGE_DOCUMENTS_MAX, limit - found.size());
            page = page(new Range(start(prefix, last), end(prefix), asked), version);
            page.forEach(row -> found.add(row.committed(file)));
            last = found.isEmpty() ? last : Optional.of(found.getLast().document());
        } while (page.size() == asked && found.size() < limit);
        return found;
    }

    /// @param end a text, or [#NO_END]
    private record Range(String start, Object end, int limit) {}

    private List<DocumentRow> page(Range range, long version) {
        return database.read(
                session -> {
                    HeadRow head = HeadRow.read(session);
                    if (!TagRows.retained(session, head, version)) {
                        return List.of();
                    }
                    if (version == head.version()) {
                        return session.list(
                                LIST_LIVE,
                                row -> DocumentRow.read(row, 1),
                                range.start,
                                range.end,
                                range.limit);
                    }
                    return session.list(
                            LIST_AT,
                            row -> DocumentRow.read(row, 1),
                            range.start,
                            range.end,
                            version,
                            version,
                            range.limit);
                });
    }

    List<Outline> outlines(String prefix, Optional<DocumentId> after, int limit, long version) {
        List<Outline> found = new ArrayList<>();
        int asked;
        List<OutlineRow> page;
        do {
            asked = Math.min(LedgerSchema.PAGE_ROWS_MAX, limit - found.size());
            Optional<DocumentId> last =
                    found.isEmpty() ? after : Optional.of(found.getLast().document());
            page = outlinePage(new Range(start(prefix, last), end(prefix), asked), version);
            page.forEach(row -> found.add(row.outline(file)));
        } while (page.size() == asked && found.size() < limit);
        return found;
    }

    private List<OutlineRow> outlinePage(Range range, long version) {
        return database.read(
                session ->
                        TagRows.retained(session, HeadRow.read(session), version)
                                ? session.list(
                                        OUTLINES,
                                        OutlineRow::read,
                                        range.start,
                                        range.end,
                                        version,
                                        version,
                                        range.limit)
                                : List.of());
    }

    private record OutlineRow(String document, String metadata, byte[] placements) {
        static OutlineRow read(ResultSet row) throws SQLException {
            return new OutlineRow(row.getString(1), row.getString(2), row.getBytes(3));
        }

        Outline outline(Path file) {
            try {
                return new Outline(
                        new DocumentId(document),
                        MetadataJson.read(metadata),
                        PlacementBytes.read(placements));
            } catch (IllegalArgumentException e) {
                throw new Corrupt(
                        "row is damaged; file=" + file + " table=documents document=" + document,
                        e);
            }
        }
    }

    /// The first text that may be listed. An id holds no control character, so that nothing lies
    /// between it and itself with one behind.
    static String start(String prefix, Optional<DocumentId> after) {
        if (after.isEmpty() || Text.compareUtf8(after.get().value(), prefix) < 0) {
            return prefix;
        }
        return after.get().value() + '\u0001';
    }

    /// The first text behind all that start with the prefix: the prefix with its last code point
    /// raised by one.
    static Object end(String prefix) {
        int[] codePoints = prefix.codePoints().toArray();
        for (int i = codePoints.length - 1; i >= 0; i--) {
            if (codePoints[i] < Character.MAX_CODE_POINT) {
                boolean beforeSurrogates = codePoints[i] == Character.MIN_SURROGATE - 1;
                codePoints[i] = beforeSurrogates ? Character.MAX_SURROGATE + 1 : codePoints[i] + 1;
                return new String(codePoints, 0, i + 1);
            }
        }
        return NO_END;
    }
}

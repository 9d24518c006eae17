package io.freshet.adapter.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/// A ledger's file that nothing has open, such as a copy: read without being changed.
final class LedgerFile {
    private static final int PAGE = 1000;
    private static final String HASHES =
            """
            SELECT DISTINCT document, hash FROM chunks
            WHERE (document, hash) > (?, ?) ORDER BY document, hash LIMIT ?
            """;

    private LedgerFile() {}

    private record Key(String document, String hash) {}

    /// Tells the hashes of all texts that any version refers to.
    static void tell(Path file, Consumer<Collection<String>> mark) {
        try (Session session = new Connections(file, LedgerSchema.KIND).reader()) {
            Key last = new Key("", "");
            List<Key> page;
            do {
                page =
                        session.list(
                                HASHES,
                                row -> new Key(row.getString(1), row.getString(2)),
                                last.document,
                                last.hash,
                                PAGE);
                mark.accept(page.stream().map(Key::hash).toList());
                last = page.isEmpty() ? last : page.getLast();
            } while (page.size() == PAGE);
        } catch (SQLException e) {
            throw Failures.of(file, e);
        }
    }
}

package io.freshet.adapter.sqlite;

import java.util.List;

/// The tables of a `ledger.db`. Rows are intervals: what was added in a version and removed in
/// another is live from the one up to the other.
///
/// A document has a row for each version that wrote or deleted it, which is also that version's
/// entry of the feed. What a version replaced is measured some time after it. The row of a delete
/// holds no content and is never live (it ends where it begins); its metadata is the document's
/// last. Hashes, timestamps and words are text, as they are everywhere else, so that the file can
/// be read with any SQL shell.
final class LedgerSchema {
    /// `removed_version` of what is live: 2^53 − 1.
    static final long LIVE = 9_007_199_254_740_991L;

    /// No page of a read holds more rows.
    static final int PAGE_ROWS_MAX = 1000;

    private static final String FIRST =
            """
            CREATE TABLE head (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                history TEXT NOT NULL,
                version INTEGER NOT NULL,
                oldest INTEGER NOT NULL,
                documents INTEGER NOT NULL,
                chunks INTEGER NOT NULL,
                space TEXT NOT NULL,
                settled_sequence INTEGER NOT NULL
            );
            CREATE TABLE versions (
                number INTEGER PRIMARY KEY,
                timestamp TEXT NOT NULL,
                cause TEXT NOT NULL,
                space TEXT NOT NULL,
                inserted INTEGER NOT NULL,
                updated INTEGER NOT NULL,
                deleted INTEGER NOT NULL,
                chunks_added INTEGER NOT NULL,
                chunks_removed INTEGER NOT NULL,
                chunks_kept INTEGER NOT NULL,
                tokens_embedded INTEGER NOT NULL,
                tokens_spared INTEGER NOT NULL
            );
            CREATE TABLE documents (
                document TEXT NOT NULL,
                version INTEGER NOT NULL,
                removed_version INTEGER NOT NULL,
                ordinal INTEGER NOT NULL,
                event_type TEXT NOT NULL,
                event_timestamp TEXT NOT NULL,
                updated_at TEXT NOT NULL,
                content TEXT,
                metadata TEXT NOT NULL,
                metadata_version INTEGER NOT NULL,
                given TEXT,
                placements BLOB,
                chunks_added INTEGER NOT NULL,
                chunks_removed INTEGER NOT NULL,
                chunks_kept INTEGER NOT NULL
            );
            CREATE UNIQUE INDEX documents_by_id ON documents (document, version);
            CREATE INDEX documents_by_version ON documents (version, ordinal, document);
            CREATE INDEX documents_by_removal ON documents (removed_version, document, version);
            CREATE INDEX documents_by_content ON documents (content) WHERE content IS NOT NULL;
            CREATE TABLE contents (
                hash TEXT NOT NULL UNIQUE,
                format TEXT NOT NULL,
                bytes INTEGER NOT NULL,
                deflated BLOB NOT NULL
            );
            CREATE TABLE chunks (
                document TEXT NOT NULL,
                hash TEXT NOT NULL,
                added_version INTEGER NOT NULL,
                removed_version INTEGER NOT NULL,
                PRIMARY KEY (document, hash, removed_version)
            ) WITHOUT ROWID;
            CREATE INDEX chunks_by_removal ON chunks (removed_version)
                WHERE removed_version < 9007199254740991;
            CREATE TABLE settled (
                document TEXT PRIMARY KEY,
                sequence INTEGER NOT NULL,
                source_version INTEGER,
                version INTEGER NOT NULL
            ) WITHOUT ROWID;
            """;

    private static final String TAGS =
            """
            CREATE TABLE tags (
                name TEXT PRIMARY KEY,
                version INTEGER NOT NULL
            ) WITHOUT ROWID;
            CREATE INDEX tags_by_version ON tags (version);
            ALTER TABLE versions ADD COLUMN replaced_bytes INTEGER;
            CREATE INDEX versions_not_measured ON versions (number) WHERE replaced_bytes IS NULL;
            """;

    private static final String SIDES =
            """
            CREATE TABLE sides (
                in_force INTEGER PRIMARY KEY CHECK (in_force IN (0, 1)),
                embedder TEXT NOT NULL,
                model TEXT NOT NULL,
                space TEXT NOT NULL,
                target_tokens INTEGER NOT NULL,
                prefix TEXT NOT NULL,
                slot INTEGER NOT NULL,
                since INTEGER NOT NULL,
                phase TEXT NOT NULL
            );
            """;

    /// `application_id` spells `FrLd`.
    static final FileKind KIND = new FileKind("ledger", 0x46724C64, List.of(FIRST, TAGS, SIDES));

    private LedgerSchema() {}
}

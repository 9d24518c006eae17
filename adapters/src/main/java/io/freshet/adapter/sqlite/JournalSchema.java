package io.freshet.adapter.sqlite;

import java.util.List;

/// The tables of a `journal.db`.
///
/// `entries` has a row for each event that is not settled; `place` is 0 where it is superseded, 1
/// where it waits behind an older row of its document, 2 where it is its document's oldest waiting
/// row, -1 where it is a withheld delete, which has the `source` and `root` that missed it, -2
/// where it is a dead letter, which has the `passage` that was refused. What is asked often has an
/// index of exactly the rows that it asks for. A row with `not_before` is `held` until its time has
/// come, so that no page goes through those that may not be taken yet. Instants of our own clock
/// are nanoseconds, to be compared.
///
/// `payloads` stands apart: an entry is rewritten when it moves up, is postponed or raised, and its
/// text is not.
final class JournalSchema {
    private static final String FIRST =
            """
            CREATE TABLE counts (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                sequence INTEGER NOT NULL,
                accepted INTEGER NOT NULL,
                applied INTEGER NOT NULL,
                superseded INTEGER NOT NULL,
                ignored INTEGER NOT NULL,
                waiting INTEGER NOT NULL,
                waiting_documents INTEGER NOT NULL,
                waiting_bytes INTEGER NOT NULL,
                history TEXT,
                version INTEGER
            );
            INSERT INTO counts VALUES (1, 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL);
            CREATE TABLE entries (
                sequence INTEGER PRIMARY KEY,
                document TEXT NOT NULL,
                place INTEGER NOT NULL,
                request INTEGER NOT NULL,
                event INTEGER NOT NULL,
                change TEXT NOT NULL,
                priority INTEGER NOT NULL,
                source_version INTEGER,
                timestamp TEXT NOT NULL,
                since INTEGER NOT NULL,
                not_before INTEGER NOT NULL,
                held INTEGER NOT NULL,
                attempts INTEGER NOT NULL,
                problem TEXT,
                group_sequence INTEGER,
                bytes INTEGER NOT NULL
            );
            CREATE INDEX entries_ready ON entries (held, priority, since, sequence)
                WHERE place = 2;
            CREATE INDEX entries_behind ON entries (since) WHERE place = 1;
            CREATE INDEX entries_waiting ON entries (document, sequence) WHERE place > 0;
            CREATE INDEX entries_superseded ON entries (document, sequence) WHERE place = 0;
            CREATE INDEX entries_retry ON entries (held, not_before)
                WHERE place > 0 AND not_before > 0;
            CREATE INDEX entries_failing ON entries (sequence) WHERE place > 0 AND attempts > 0;
            CREATE INDEX entries_by_request ON entries (request);
            CREATE INDEX entries_by_event ON entries (event) WHERE event <> request;
            CREATE INDEX entries_by_group ON entries (group_sequence, sequence)
                WHERE place > 0 AND group_sequence > 0;
            CREATE TABLE payloads (
                sequence INTEGER PRIMARY KEY,
                hash TEXT,
                format TEXT,
                bytes INTEGER NOT NULL,
                deflated BLOB,
                metadata_change TEXT NOT NULL,
                metadata TEXT
            );
            CREATE TABLE floors (
                document TEXT PRIMARY KEY,
                source_version INTEGER NOT NULL
            ) WITHOUT ROWID;
            CREATE TABLE event_ids (
                event_id TEXT PRIMARY KEY,
                first INTEGER NOT NULL,
                last INTEGER NOT NULL,
                accepted INTEGER NOT NULL
            ) WITHOUT ROWID;
            CREATE INDEX event_ids_by_time ON event_ids (accepted);
            """;

    private static final String SOURCES =
            """
            ALTER TABLE counts ADD COLUMN withheld INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE entries ADD COLUMN source TEXT;
            ALTER TABLE entries ADD COLUMN root TEXT;
            ALTER TABLE entries ADD COLUMN cause TEXT NOT NULL DEFAULT 'events';
            CREATE INDEX entries_withheld ON entries (document) WHERE place = -1;
            CREATE TABLE items (
                source TEXT NOT NULL,
                document TEXT NOT NULL,
                stamp TEXT NOT NULL,
                hash TEXT NOT NULL,
                PRIMARY KEY (source, document)
            ) WITHOUT ROWID;
            """;

    private static final String DEAD_LETTERS =
            """
            ALTER TABLE counts ADD COLUMN dead INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE counts ADD COLUMN discarded INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE entries ADD COLUMN failed_first INTEGER;
            ALTER TABLE entries ADD COLUMN failed_last INTEGER;
            ALTER TABLE entries ADD COLUMN passage_ordinal INTEGER;
            ALTER TABLE entries ADD COLUMN passage_start INTEGER;
            ALTER TABLE entries ADD COLUMN passage_end INTEGER;
            ALTER TABLE entries ADD COLUMN passage_line INTEGER;
            CREATE INDEX entries_dead ON entries (document) WHERE place = -2;
            CREATE INDEX entries_dead_by_group ON entries (group_sequence) WHERE place = -2;
            """;

    /// What waits because of an outage says so too, though no attempt of it counts.
    private static final String CAUSES =
            """
            DROP INDEX entries_failing;
            CREATE INDEX entries_failing ON entries (sequence)
                WHERE place > 0 AND problem IS NOT NULL;
            """;

    /// The purge that has begun: a row for each of its documents, or one with a prefix.
    private static final String PURGES =
            """
            CREATE TABLE purges (
                prefix TEXT NOT NULL,
                document TEXT,
                timestamp TEXT NOT NULL
            );
            """;

    static final FileKind KIND =
            new FileKind(
                    "journal", 0x46524A4C, List.of(FIRST, SOURCES, DEAD_LETTERS, CAUSES, PURGES));

    private JournalSchema() {}
}

package io.freshet.adapter.sqlite;

import java.util.List;

/// The tables of a `cost.db`. Days are `2026-01-31`, in UTC; money is in trillionths of a dollar.
///
/// `asking` holds the requests that were sent and not counted yet, as they were estimated.
final class CostsSchema {
    private static final String FIRST =
            """
            CREATE TABLE costs (
                day TEXT NOT NULL,
                collection TEXT NOT NULL,
                cause TEXT NOT NULL,
                model TEXT NOT NULL,
                endpoint TEXT NOT NULL,
                requests INTEGER NOT NULL,
                texts INTEGER NOT NULL,
                tokens INTEGER NOT NULL,
                estimated INTEGER NOT NULL,
                unpriced INTEGER NOT NULL,
                picos INTEGER NOT NULL,
                failed_requests INTEGER NOT NULL,
                failed_texts INTEGER NOT NULL,
                failed_tokens INTEGER NOT NULL,
                PRIMARY KEY (day, collection, cause, model, endpoint)
            ) WITHOUT ROWID;
            CREATE TABLE asking (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                day TEXT NOT NULL,
                collection TEXT NOT NULL,
                cause TEXT NOT NULL,
                model TEXT NOT NULL,
                endpoint TEXT NOT NULL,
                requests INTEGER NOT NULL,
                texts INTEGER NOT NULL,
                tokens INTEGER NOT NULL,
                estimated INTEGER NOT NULL,
                unpriced INTEGER NOT NULL,
                picos INTEGER NOT NULL,
                failed_requests INTEGER NOT NULL,
                failed_texts INTEGER NOT NULL,
                failed_tokens INTEGER NOT NULL
            );
            CREATE TABLE spared (
                day TEXT NOT NULL,
                collection TEXT NOT NULL,
                reason TEXT NOT NULL,
                count INTEGER NOT NULL,
                tokens INTEGER NOT NULL,
                PRIMARY KEY (day, collection, reason)
            ) WITHOUT ROWID;
            """;

    /// `application_id` spells `FrCo`.
    static final FileKind KIND = new FileKind("costs", 0x4672436f, List.of(FIRST));

    private CostsSchema() {}
}

package io.freshet.adapter.sqlite;

import java.util.List;

/// What a file holds, written into its header, so that a file of another kind is never taken for
/// it.
///
/// @param name as in messages
/// @param applicationId `PRAGMA application_id`, not 0
/// @param migrations SQL scripts; a file whose `PRAGMA user_version` is n has seen the first n
record FileKind(String name, int applicationId, List<String> migrations) {
    FileKind {
        migrations = List.copyOf(migrations);
        if (applicationId == 0 || migrations.isEmpty()) {
            throw new IllegalArgumentException("a kind has an id and a schema; name=" + name);
        }
    }
}

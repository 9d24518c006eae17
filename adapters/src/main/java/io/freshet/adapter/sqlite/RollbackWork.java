package io.freshet.adapter.sqlite;

import static io.freshet.adapter.sqlite.LedgerSchema.LIVE;

import io.freshet.Cause;
import io.freshet.ChangeSet;
import io.freshet.DocumentId;
import io.freshet.EventType;
import io.freshet.Placement;
import io.freshet.Version;
import io.freshet.spi.Ledger.Rollback;
import io.freshet.spi.Ledger.RolledBack;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Makes an older version's content the next version, in one transaction, document by document, so
/// that memory does not grow with what is rolled back. For one transaction.
final class RollbackWork implements Database.Work<RolledBack> {
    static final String AT =
            """
            SELECT version, content, metadata, metadata_version, given, placements FROM documents
            WHERE document = ? AND version <= ? AND removed_version > ?
            ORDER BY version DESC LIMIT 1
            """;
    static final String OPEN =
            """
            INSERT INTO documents (
                document, version, removed_version, ordinal, event_type, event_timestamp,
                updated_at, content, metadata, metadata_version, given, placements,
                chunks_added, chunks_removed, chunks_kept)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    static final String CHUNKS_AT =
            """
            SELECT hash FROM chunks
            WHERE document = ? AND added_version <= ? AND removed_version > ?
            """;
    static final String SPACE = "SELECT space FROM versions WHERE number = ?";
    static final String TOUCH =
            """
            INSERT INTO settled (document, sequence, source_version, version) VALUES (?, 0, NULL, ?)
            ON CONFLICT (document) DO UPDATE SET version = excluded.version
            """;

    private static final int PAGE = 500;

    private final Rollback rollback;
    private long next;
    private int inserted;
    private int updated;
    private int deleted;
    private long tokensSpared;
    private Version.Chunks chunks = Version.Chunks.NONE;

    RollbackWork(Rollback rollback) {
        this.rollback = rollback;
    }

    /// A document's row at a version.
    private record Row(
            long version,
            String content,
            String metadata,
            long metadataVersion,
            @Nullable String given,
            byte[] placements) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    row.getLong(4),
                    row.getString(5),
                    row.getBytes(6));
        }

        boolean isSame(Row other) {
            return version == other.version
                    || (content.equals(other.content)
                            && metadata.equals(other.metadata)
                            && Objects.equals(given, other.given)
                            && Arrays.equals(placements, other.placements));
        }
    }

    @Override
    public RolledBack in(Session session) throws SQLException {
        HeadRow head = HeadRow.read(session);
        if (!TagRows.retained(session, head, rollback.to())) {
            return new RolledBack.NotRetained(head.oldest());
        }
        Optional<String> space = session.first(SPACE, row -> row.getString(1), rollback.to());
        if (space.isPresent() && !space.get().equals(head.space())) {
            return new RolledBack.OtherSpace(space.get());
        }
        next = head.version() + 1;
        rollBackAll(session, head);
        if (inserted + updated + deleted == 0) {
            return new RolledBack.Done(head.head(), Optional.empty());
        }
        Version version =
                new Version(
                        next,
                        rollback.timestamp(),
                        Cause.ROLLBACK,
                        head.space(),
                        new Version.Documents(inserted, updated, deleted),
                        chunks,
                        new ChangeSet.Tokens(0, tokensSpared));
        VersionRow.write(session, version);
        HeadRow after =
                new HeadRow(
                        head.history(),
                        next,
                        head.oldest(),
                        head.documents() + inserted - deleted,
                        head.chunks() + chunks.added() - chunks.removed(),
                        head.space(),
                        head.settledSequence());
        after.write(session);
        return new RolledBack.Done(after.head(), Optional.of(version));
    }

    private void rollBackAll(Session session, HeadRow head) throws SQLException {
        if (!rollback.documents().isEmpty()) {
            for (String document : named()) {
                rollBack(session, document);
            }
            return;
        }
        Touched touched = new Touched(rollback.to(), head.version());
        Optional<DocumentId> last = Optional.empty();
        List<String> page;
        do {
            page = touched.page(session, rollback.prefix(), last, PAGE);
            for (String document : page) {
                rollBack(session, document);
            }
            last = page.isEmpty() ? last : Optional.of(new DocumentId(page.getLast()));
        } while (page.size() == PAGE);
    }

    private Set<String> named() {
        Set<String> named = new TreeSet<>();
        rollback.documents().stream()
                .map(DocumentId::value)
                .filter(document -> document.startsWith(rollback.prefix()))
                .forEach(named::add);
        return named;
    }

    private void rollBack(Session session, String document) throws SQLException {
        Optional<Row> now = at(session, document, next - 1);
        Optional<Row> then = at(session, document, rollback.to());
        if (now.isEmpty() && then.isEmpty()) {
            return;
        }
        if (now.isPresent() && then.isPresent() && now.get().isSame(then.get())) {
            return;
        }
        if (now.isPresent()) {
            session.update(CommitWork.CLOSE_DOCUMENT, next, document, now.get().version());
        }
        Version.Chunks counts = chunks(session, document, then);
        chunks = chunks.plus(counts);
        open(session, document, new Turn(type(now, then), now, then), counts);
        session.update(TOUCH, document, next);
    }

    private EventType type(Optional<Row> now, Optional<Row> then) {
        inserted += now.isEmpty() ? 1 : 0;
        deleted += then.isEmpty() ? 1 : 0;
        updated += now.isPresent() && then.isPresent() ? 1 : 0;
        if (now.isEmpty()) {
            return EventType.INSERT;
        }
        return then.isEmpty() ? EventType.DELETE : EventType.UPDATE;
    }

    private static Optional<Row> at(Session session, String document, long version)
            throws SQLException {
        return session.first(AT, Row::read, document, version, version)
                .filter(row -> row.content() != null);
    }

    private Version.Chunks chunks(Session session, String document, Optional<Row> then)
            throws SQLException {
        Set<String> held = hashes(session, document, next - 1);
        Set<String> wanted =
                then.isPresent() ? hashes(session, document, rollback.to()) : new HashSet<>();
        int added = 0;
        Set<String> fresh = new HashSet<>();
        for (String hash : wanted) {
            if (!held.contains(hash)) {
                session.update(CommitWork.ADD_CHUNK, document, hash, next);
                fresh.add(hash);
                added++;
            }
        }
        int removed = 0;
        for (String hash : held) {
            if (!wanted.contains(hash)) {
                session.update(CommitWork.REMOVE_CHUNK, next, document, hash);
                removed++;
            }
        }
        if (then.isPresent()) {
            for (Placement placement : PlacementBytes.read(then.get().placements())) {
                tokensSpared += fresh.remove(placement.hash()) ? placement.tokens() : 0;
            }
        }
        return new Version.Chunks(added, removed, wanted.size() - added);
    }

    private static Set<String> hashes(Session session, String document, long version)
            throws SQLException {
        return new TreeSet<>(
                session.list(CHUNKS_AT, row -> row.getString(1), document, version, version));
    }

    private void open(Session session, String document, Turn turn, Version.Chunks counts)
            throws SQLException {
        boolean isLive = turn.type != EventType.DELETE;
        String timestamp = rollback.timestamp().toString();
        Row shown = turn.shown();
        session.update(
                OPEN,
                document,
                next,
                isLive ? LIVE : next,
                inserted + updated + deleted,
                turn.type.name(),
                timestamp,
                timestamp,
                isLive ? shown.content() : null,
                shown.metadata(),
                turn.metadataVersion().orElse(next),
                isLive ? shown.given() : null,
                isLive ? shown.placements() : null,
                counts.added(),
                counts.removed(),
                counts.kept());
    }

    /// What becomes of a document.
    private record Turn(EventType type, Optional<Row> now, Optional<Row> then) {
        /// Of a deleted document the last metadata is shown.
        Row shown() {
            return then.or(() -> now).orElseThrow();
        }

        /// Where it keeps its metadata.
        Optional<Long> metadataVersion() {
            return now.filter(row -> then.isPresent())
                    .filter(row -> row.metadata().equals(shown().metadata()))
                    .map(Row::metadataVersion);
        }
    }
}

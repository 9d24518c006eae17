package io.freshet.adapter.sqlite;

import static io.freshet.adapter.sqlite.LedgerSchema.LIVE;

import io.freshet.Cause;
import io.freshet.ChangeSet;
import io.freshet.Content;
import io.freshet.EventType;
import io.freshet.FreshetException.Corrupt;
import io.freshet.Placement;
import io.freshet.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes documents what an older version says of them, or cuts them anew, by the next version:
/// document by document, so that memory does not grow with their number. For one transaction.
final class Rewrite {
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
    static final String TOUCH =
            """
            INSERT INTO settled (document, sequence, source_version, version) VALUES (?, 0, NULL, ?)
            ON CONFLICT (document) DO UPDATE SET version = excluded.version
            """;

    static final String CONTENT = "SELECT format, bytes, deflated FROM contents WHERE hash = ?";

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

        Row cut(byte[] anew) {
            return new Row(version, content, metadata, metadataVersion, given, anew);
        }

        boolean isSame(Row other) {
            return content.equals(other.content)
                    && metadata.equals(other.metadata)
                    && Objects.equals(given, other.given)
                    && Arrays.equals(placements, other.placements);
        }
    }

    private final HeadRow head;
    private final long to;
    private final Instant timestamp;
    private final Optional<Function<Content, List<Placement>>> cut;
    private final EventType kept;
    private final long next;
    private int inserted;
    private int updated;
    private int deleted;
    private long tokensAdded;
    private Version.Chunks chunks = Version.Chunks.NONE;

    /// @param to the version whose documents are wanted
    /// @param kept what is announced of a document that was there and stays
    Rewrite(
            HeadRow head,
            long to,
            Instant timestamp,
            Optional<Function<Content, List<Placement>>> cut,
            EventType kept) {
        this.head = head;
        this.to = to;
        this.timestamp = timestamp;
        this.cut = cut;
        this.kept = kept;
        this.next = head.version() + 1;
    }

    boolean changesNothing() {
        return inserted + updated + deleted == 0;
    }

    /// Live chunks once it is done.
    long chunksAfter() {
        return head.chunks() + chunks.added() - chunks.removed();
    }

    /// Tokens of the chunks that documents did not hold before.
    long tokensAdded() {
        return tokensAdded;
    }

    /// The version of all that was rewritten, which is the head then.
    Version complete(Session session, Cause cause, String space, ChangeSet.Tokens tokens)
            throws SQLException {
        Version version =
                new Version(
                        next,
                        timestamp,
                        cause,
                        space,
                        new Version.Documents(inserted, updated, deleted),
                        chunks,
                        tokens);
        VersionRow.write(session, version);
        new HeadRow(
                        head.history(),
                        next,
                        head.oldest(),
                        head.documents() + inserted - deleted,
                        chunksAfter(),
                        space,
                        head.settledSequence())
                .write(session);
        return version;
    }

    void document(Session session, String document) throws SQLException {
        Optional<Row> now = at(session, document, next - 1);
        Optional<Row> then = wanted(session, document);
        if (now.isEmpty() && then.isEmpty()) {
            return;
        }
        if (now.isPresent() && then.isPresent() && now.get().isSame(then.get())) {
            return;
        }
        if (now.isPresent()) {
            session.update(CommitWork.CLOSE_DOCUMENT, next, document, now.get().version());
        }
        Version.Chunks counts = chunksOf(session, document, then);
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
        return then.isEmpty() ? EventType.DELETE : kept;
    }

    private Optional<Row> wanted(Session session, String document) throws SQLException {
        Optional<Row> then = at(session, document, to);
        if (then.isEmpty() || cut.isEmpty()) {
            return then;
        }
        List<Placement> anew = cut.get().apply(content(session, then.get().content()));
        return Optional.of(then.get().cut(PlacementBytes.write(anew)));
    }

    private static Content content(Session session, String hash) throws SQLException {
        try {
            return session.first(
                            CONTENT,
                            row ->
                                    new ContentBytes(
                                            hash, row.getString(1), row.getInt(2), row.getBytes(3)),
                            hash)
                    .orElseThrow(() -> new Corrupt("content is missing; hash=" + hash))
                    .content();
        } catch (IllegalArgumentException e) {
            throw new Corrupt("content is damaged; hash=" + hash, e);
        }
    }

    private static Optional<Row> at(Session session, String document, long version)
            throws SQLException {
        return session.first(AT, Row::read, document, version, version)
                .filter(row -> row.content() != null);
    }

    private Version.Chunks chunksOf(Session session, String document, Optional<Row> then)
            throws SQLException {
        Set<String> held = hashes(session, document, next - 1);
        List<Placement> placements =
                then.isPresent() ? PlacementBytes.read(then.get().placements()) : List.of();
        Set<String> wanted = new TreeSet<>();
        placements.forEach(placement -> wanted.add(placement.hash()));
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
        for (Placement placement : placements) {
            tokensAdded += fresh.remove(placement.hash()) ? placement.tokens() : 0;
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
        String time = timestamp.toString();
        Row shown = turn.shown();
        session.update(
                OPEN,
                document,
                next,
                isLive ? LIVE : next,
                inserted + updated + deleted,
                turn.type.name(),
                time,
                time,
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

package io.freshet.adapter.sqlite;

import io.freshet.Admission;
import io.freshet.Admission.Entry;
import io.freshet.Admission.Fate;
import io.freshet.Cause;
import io.freshet.Change.Upsert;
import io.freshet.DocumentId;
import io.freshet.IndexEvent;
import io.freshet.Pending;
import io.freshet.Problem;
import io.freshet.SourceProgress;
import io.freshet.Submission;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/// Admits one submission within a transaction. Where it is rejected, what was written of it must be
/// rolled back. Confined to the transaction.
final class AdmitWork {
    private final Session session;
    private final JournalCounts counts;
    private final Terms terms;
    private final WaitingRows rows;
    private final WithheldRows withheld;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Pending> added = new ArrayList<>();
    private int deduplicated;
    private long originals;
    private long request;
    private OptionalLong group = OptionalLong.empty();
    private Cause cause = Cause.EVENTS;
    private Optional<SourceProgress> withholding = Optional.empty();

    /// What holds for all submissions of a call.
    record Terms(Path file, Instant now, Predicate<DocumentId> committed) {}

    /// The sequences that an event with an id was given.
    private record Original(long first, long last) {}

    AdmitWork(Session session, JournalCounts counts, Terms terms) {
        this.session = session;
        this.counts = counts;
        this.terms = terms;
        this.rows = new WaitingRows(session, counts, terms.file());
        this.withheld = new WithheldRows(session, counts);
    }

    /// Whether a submission may be rejected, so that its traces must be removable.
    static boolean mayFail(Submission submission) {
        return submission.events().stream().anyMatch(AdmitWork::needsText);
    }

    private static boolean needsText(IndexEvent event) {
        return event.change() instanceof Upsert upsert && upsert.content().isEmpty();
    }

    Admission admit(Submission submission) throws SQLException {
        long before = counts.sequence;
        List<IndexEvent> events = submission.allEvents();
        cause = submission.cause();
        request = before + fresh(events);
        group = submission.isAtomic() ? OptionalLong.of(request) : OptionalLong.empty();
        withholding = submission.progress().filter(_ -> submission.isWithheld());
        for (int i = 0; i < events.size(); i++) {
            if (!admit(events.get(i))) {
                return new Admission.Rejected(
                        Problem.at(
                                "/events/" + i,
                                "no_content",
                                "the document is unknown, so the event needs its text"));
            }
        }
        rows.lend(added);
        if (submission.progress().isPresent()) {
            new SourceItems(session).store(submission.progress().get());
        }
        return new Admission.Accepted(
                deduplicated, request == before ? originals : request, entries);
    }

    /// How many sequences the submission takes: one for each document of an event that is new.
    private long fresh(List<IndexEvent> events) throws SQLException {
        Set<String> seen = new HashSet<>();
        long fresh = 0;
        for (IndexEvent event : events) {
            Optional<String> id = event.eventId();
            boolean isRepeat =
                    id.isPresent() && (!seen.add(id.get()) || original(id.get()).isPresent());
            fresh += isRepeat ? 0 : event.documents().size();
        }
        return fresh;
    }

    private Optional<Original> original(String eventId) throws SQLException {
        return session.first(
                "SELECT first, last FROM event_ids WHERE event_id = ?",
                row -> new Original(row.getLong(1), row.getLong(2)),
                eventId);
    }

    private boolean admit(IndexEvent event) throws SQLException {
        long last = counts.sequence + event.documents().size();
        if (event.eventId().isPresent()) {
            String id = event.eventId().get();
            Optional<Original> original = original(id);
            if (original.isPresent()) {
                repeat(event, original.get());
                return true;
            }
            session.update(
                    "INSERT INTO event_ids (event_id, first, last, accepted) VALUES (?, ?, ?, ?)",
                    id,
                    counts.sequence + 1,
                    last,
                    Times.nanos(terms.now()));
        }
        for (DocumentId document : event.documents()) {
            if (!admit(event, document, last)) {
                return false;
            }
        }
        return true;
    }

    private void repeat(IndexEvent event, Original original) {
        deduplicated++;
        originals = Math.max(originals, original.last());
        long at = original.first();
        for (DocumentId document : event.documents()) {
            entries.add(new Entry(document, Math.min(at, original.last()), Fate.DUPLICATE));
            at++;
        }
    }

    private boolean admit(IndexEvent event, DocumentId document, long last) throws SQLException {
        counts.sequence++;
        counts.accepted++;
        if (event.sourceVersion().isPresent()
                && !raise(document, event.sourceVersion().getAsLong())) {
            counts.ignored++;
            entries.add(new Entry(document, counts.sequence, Fate.IGNORED));
            return true;
        }
        if (needsText(event) && !hasText(document)) {
            return false;
        }
        withheld.supersede(document);
        WithheldRows.Origin origin = new WithheldRows.Origin(request, last);
        if (withholding.isPresent()) {
            withheld.add(pending(event, document), origin, withholding.get());
            entries.add(new Entry(document, counts.sequence, Fate.WITHHELD));
        } else {
            added.add(rows.add(pending(event, document), origin));
            entries.add(new Entry(document, counts.sequence, Fate.WAITING));
        }
        return true;
    }

    /// Raises the highest source version that the document ever accepted; false where it is not
    /// below the given one.
    private boolean raise(DocumentId document, long version) throws SQLException {
        return session.update(
                        """
                        INSERT INTO floors (document, source_version) VALUES (?, ?)
                        ON CONFLICT (document) DO UPDATE
                            SET source_version = excluded.source_version
                            WHERE excluded.source_version > floors.source_version
                        """,
                        document.value(),
                        version)
                > 0;
    }

    private boolean hasText(DocumentId document) throws SQLException {
        return rows.isExpected(document).orElseGet(() -> terms.committed().test(document));
    }

    private Pending pending(IndexEvent event, DocumentId document) {
        return new Pending(
                document,
                event.change(),
                counts.sequence,
                event.priority(),
                event.sourceVersion(),
                event.timestamp(),
                terms.now(),
                Instant.EPOCH,
                0,
                group,
                cause);
    }
}

package io.freshet.contract;

import io.freshet.Admission;
import io.freshet.Admission.Accepted;
import io.freshet.Change;
import io.freshet.Change.Delete;
import io.freshet.Change.MetadataChange;
import io.freshet.Change.Refresh;
import io.freshet.Change.Upsert;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.Format;
import io.freshet.IndexEvent;
import io.freshet.Metadata;
import io.freshet.Pending;
import io.freshet.Priority;
import io.freshet.Settlement;
import io.freshet.SourceProgress;
import io.freshet.Submission;
import io.freshet.spi.Journal;
import io.freshet.spi.Journal.Postponement;
import io.freshet.spi.Journal.Ready;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Short words for what the journal's tests say.
final class JournalEvents {
    static final Instant T0 = Instant.parse("2026-11-24T10:00:00.123456789Z");
    static final int ALL = 10_000;

    private JournalEvents() {}

    static DocumentId id(String id) {
        return new DocumentId(id);
    }

    static Instant after(long seconds) {
        return T0.plusSeconds(seconds);
    }

    static Instant afterHours(long hours) {
        return T0.plus(Duration.ofHours(hours));
    }

    static IndexEvent event(Change change, String... ids) {
        return new IndexEvent(
                Arrays.stream(ids).map(DocumentId::new).toList(),
                change,
                Priority.NORMAL,
                OptionalLong.empty(),
                Optional.empty(),
                T0.minusSeconds(60));
    }

    static IndexEvent text(String id, String text) {
        return event(new Upsert(content(text), new MetadataChange.Keep()), id);
    }

    static Optional<Content> content(String text) {
        return Optional.of(new Content(Format.MARKDOWN, text));
    }

    /// An upsert without content.
    static IndexEvent meta(String id, String key, Object value) {
        var metadata = new MetadataChange.Replace(Metadata.of(Map.of(key, value)));
        return event(new Upsert(Optional.empty(), metadata), id);
    }

    static IndexEvent delete(String... ids) {
        return event(new Delete(), ids);
    }

    static IndexEvent refresh(String id) {
        return event(new Refresh(), id);
    }

    static IndexEvent urgent(IndexEvent event, Priority priority) {
        return new IndexEvent(
                event.documents(),
                event.change(),
                priority,
                event.sourceVersion(),
                event.eventId(),
                event.timestamp());
    }

    static IndexEvent versioned(IndexEvent event, long version) {
        return new IndexEvent(
                event.documents(),
                event.change(),
                event.priority(),
                OptionalLong.of(version),
                event.eventId(),
                event.timestamp());
    }

    static IndexEvent named(IndexEvent event, String eventId) {
        return new IndexEvent(
                event.documents(),
                event.change(),
                event.priority(),
                event.sourceVersion(),
                Optional.of(eventId),
                event.timestamp());
    }

    /// One request, none of whose documents is committed.
    static Accepted accept(Journal journal, Instant now, IndexEvent... events) {
        return (Accepted) submit(journal, now, new Submission(List.of(events), false));
    }

    static Accepted atomic(Journal journal, Instant now, IndexEvent... events) {
        return (Accepted) submit(journal, now, new Submission(List.of(events), true));
    }

    /// Deletes that a listing of this root reported.
    static Submission withhold(String root, String... ids) {
        return new Submission(
                Arrays.stream(ids).map(JournalEvents::delete).toList(),
                Submission.Mode.WITHHELD,
                Optional.empty(),
                Optional.of(new SourceProgress("folder", root, List.of(), List.of())));
    }

    static Admission submit(Journal journal, Instant now, Submission submission) {
        return journal.append(List.of(submission), now, _ -> false).getFirst();
    }

    /// All that may be taken a long time from now.
    static List<Pending> ready(Journal journal) {
        return journal.ready(page(Priority.NORMAL, afterHours(999), afterHours(999)));
    }

    /// A page without other bounds.
    static Ready page(Priority atLeast, Instant now, Instant since) {
        return new Ready(atLeast, now, since, ALL, Long.MAX_VALUE, Set.of());
    }

    static List<Long> sequences(List<Pending> rows) {
        return rows.stream().map(Pending::sequence).toList();
    }

    static void settle(Journal journal, String id, long sequence) {
        journal.settle(
                List.of(new Settlement(id(id), sequence, OptionalLong.empty())), "history", 1);
    }

    static void postpone(Journal journal, String id, long sequence, Instant notBefore) {
        journal.postpone(
                List.of(new Postponement(id(id), sequence, 2, T0, notBefore, "endpoint is down")));
    }
}

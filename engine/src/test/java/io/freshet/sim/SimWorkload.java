package io.freshet.sim;

import io.freshet.Change;
import io.freshet.Change.MetadataChange;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.Format;
import io.freshet.IndexEvent;
import io.freshet.Metadata;
import io.freshet.MetadataPatch;
import io.freshet.Priority;
import io.freshet.Submission;
import io.freshet.Submission.Mode;
import io.freshet.Sweep;
import io.freshet.Sweep.Selection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/// Requests of a few documents, drawn from a seed. Each has a timestamp of its own, by which it is
/// known again wherever it turns up. Confined to one thread.
final class SimWorkload {
    private static final int DOCUMENTS = 24;
    private static final Instant FIRST = Instant.parse("2025-01-01T00:00:00Z");
    private static final List<Priority> PRIORITIES =
            List.of(Priority.NORMAL, Priority.HIGH, Priority.CRITICAL);

    private final RandomGenerator chance;
    private Instant stamp = FIRST;

    SimWorkload(RandomGenerator chance) {
        this.chance = chance;
    }

    /// The last request of a life.
    static Submission delete(List<DocumentId> documents) {
        IndexEvent event =
                new IndexEvent(
                        documents,
                        new Change.Delete(),
                        Priority.NORMAL,
                        OptionalLong.empty(),
                        Optional.empty(),
                        FIRST.minusSeconds(1));
        return new Submission(List.of(event), false);
    }

    Submission submission() {
        stamp = stamp.plusSeconds(1);
        return switch (chance.nextInt(8)) {
            case 0, 1 -> new Submission(someEvents(1 + chance.nextInt(4)), true);
            case 2 -> sweep();
            default -> new Submission(someEvents(1 + chance.nextInt(2)), false);
        };
    }

    private List<IndexEvent> someEvents(int count) {
        List<IndexEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event());
        }
        return events;
    }

    /// What lies under a prefix, or is named, is deleted or replaced.
    private Submission sweep() {
        Selection selection =
                chance.nextInt(4) == 0
                        ? new Selection.Documents(some())
                        : new Selection.Prefix("doc" + (chance.nextBoolean() ? "1" : ""));
        OptionalLong expect =
                chance.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(chance.nextInt(6));
        Sweep sweep = new Sweep(selection, expect, priority(), stamp);
        return new Submission(
                someEvents(chance.nextInt(3)), Mode.ATOMIC, Optional.of(sweep), Optional.empty());
    }

    /// A few documents, each once.
    private List<DocumentId> some() {
        List<DocumentId> some = new ArrayList<>();
        int count = 1 + chance.nextInt(3);
        for (int i = 0; i < count; i++) {
            some.add(document());
        }
        return some.stream().distinct().toList();
    }

    /// Some documents are much busier than others.
    private DocumentId document() {
        return new DocumentId(
                "doc" + (chance.nextBoolean() ? chance.nextInt(5) : chance.nextInt(DOCUMENTS)));
    }

    private Priority priority() {
        return PRIORITIES.get(chance.nextInt(3));
    }

    private IndexEvent event() {
        Change change =
                switch (chance.nextInt(12)) {
                    case 0, 1 -> new Change.Delete();
                    case 2 -> new Change.Refresh();
                    case 3 -> new Change.Upsert(Optional.empty(), metadataChange());
                    default ->
                            new Change.Upsert(
                                    Optional.of(new Content(Format.PLAIN, text())),
                                    metadataChange());
                };
        List<DocumentId> documents =
                !hasText(change) && chance.nextInt(3) == 0 ? some() : List.of(document());
        OptionalLong sourceVersion =
                chance.nextInt(3) == 0 ? OptionalLong.of(chance.nextInt(30)) : OptionalLong.empty();
        Optional<String> id =
                chance.nextInt(4) == 0
                        ? Optional.of("event" + chance.nextInt(30))
                        : Optional.empty();
        return new IndexEvent(documents, change, priority(), sourceVersion, id, stamp);
    }

    private static boolean hasText(Change change) {
        return change instanceof Change.Upsert upsert && upsert.content().isPresent();
    }

    private MetadataChange metadataChange() {
        return switch (chance.nextInt(6)) {
            case 0 -> new MetadataChange.Keep();
            case 1 -> new MetadataChange.Merge(MetadataPatch.of(members()));
            default -> new MetadataChange.Replace(Metadata.of(members()));
        };
    }

    private Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(chance.nextInt(3) == 0 ? "m" : "n", (long) chance.nextInt(3));
        return members;
    }

    /// A few paragraphs that many documents share, long enough to be chunks of their own.
    String text() {
        StringBuilder text = new StringBuilder();
        int paragraphs = chance.nextInt(5);
        for (int i = 0; i < paragraphs; i++) {
            int word = chance.nextInt(20);
            text.append(("word" + word + " ").repeat(120)).append('\n');
        }
        return text.toString();
    }
}

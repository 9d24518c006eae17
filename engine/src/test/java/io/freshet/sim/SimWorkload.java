package io.freshet.sim;

import io.freshet.Change;
import io.freshet.Change.MetadataChange;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.Format;
import io.freshet.IndexEvent;
import io.freshet.Metadata;
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

/// Requests of a few documents, drawn from a seed. Confined to one thread.
final class SimWorkload {
    private static final int DOCUMENTS = 12;
    private static final List<Priority> PRIORITIES =
            List.of(Priority.NORMAL, Priority.HIGH, Priority.CRITICAL);

    private final RandomGenerator chance;

    SimWorkload(RandomGenerator chance) {
        this.chance = chance;
    }

    Submission events(boolean atomic, Instant now) {
        return new Submission(someEvents(1 + chance.nextInt(atomic ? 4 : 2), now), atomic);
    }

    private List<IndexEvent> someEvents(int count, Instant now) {
        List<IndexEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event(now));
        }
        return events;
    }

    /// What lies under a prefix, or is named, is deleted or replaced.
    Submission sweep(Instant now) {
        Selection selection =
                chance.nextInt(4) == 0
                        ? new Selection.Documents(some())
                        : new Selection.Prefix("doc" + (chance.nextBoolean() ? "1" : ""));
        OptionalLong expect =
                chance.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(chance.nextInt(4));
        Sweep sweep = new Sweep(selection, expect, priority(), now);
        return new Submission(
                someEvents(chance.nextInt(3), now),
                Mode.ATOMIC,
                Optional.of(sweep),
                Optional.empty());
    }

    /// A few documents, each once.
    private List<DocumentId> some() {
        List<DocumentId> some = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            some.add(document());
        }
        return some.stream().distinct().toList();
    }

    private DocumentId document() {
        return new DocumentId("doc" + chance.nextInt(DOCUMENTS));
    }

    private Priority priority() {
        return PRIORITIES.get(chance.nextInt(3));
    }

    private IndexEvent event(Instant now) {
        Change change =
                switch (chance.nextInt(8)) {
                    case 0 -> new Change.Delete();
                    case 1 -> new Change.Refresh();
                    default ->
                            new Change.Upsert(
                                    Optional.of(new Content(Format.PLAIN, text())),
                                    new MetadataChange.Replace(metadata()));
                };
        return event(document(), change, now);
    }

    private IndexEvent event(DocumentId document, Change change, Instant now) {
        OptionalLong sourceVersion =
                chance.nextInt(3) == 0 ? OptionalLong.of(chance.nextInt(30)) : OptionalLong.empty();
        return new IndexEvent(
                List.of(document), change, priority(), sourceVersion, Optional.empty(), now);
    }

    private Metadata metadata() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("n", (long) chance.nextInt(3));
        return Metadata.of(members);
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

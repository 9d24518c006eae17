package io.freshet.contract;

import io.freshet.Base;
import io.freshet.Cause;
import io.freshet.ChangeSet;
import io.freshet.Chunk;
import io.freshet.Committed;
import io.freshet.Content;
import io.freshet.DocumentChange;
import io.freshet.DocumentId;
import io.freshet.EmbeddingSpace;
import io.freshet.EventType;
import io.freshet.Format;
import io.freshet.Metadata;
import io.freshet.Placement;
import io.freshet.Settlement;
import io.freshet.spi.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Makes change sets for a ledger as a planner would, with the simplest of chunkers: each paragraph
/// of a text is a chunk. Sequences and timestamps rise by one with each change.
public final class Edits {
    static final EmbeddingSpace SPACE =
            new EmbeddingSpace("test", 4, "float32", true, "cls", "", "", 512, "");
    static final Instant START = Instant.parse("2026-11-24T10:00:00.123456789Z");

    private final Ledger ledger;
    private long sequence;

    public Edits(Ledger ledger) {
        this.ledger = ledger;
        this.sequence = ledger.settledSequence();
    }

    public static DocumentId id(String value) {
        return new DocumentId(value);
    }

    public Base base(String document) {
        return ledger.bases(List.of(id(document))).getFirst();
    }

    Settlement next(String document) {
        return next(document, OptionalLong.empty());
    }

    Settlement next(String document, OptionalLong sourceVersion) {
        sequence++;
        return new Settlement(id(document), sequence, sourceVersion);
    }

    public Ledger.Commit.Done put(String document, String text) {
        return done(upsert(base(document), next(document), text, Metadata.NONE));
    }

    public Ledger.Commit.Done delete(String document) {
        return done(delete(base(document), next(document)));
    }

    public Ledger.Commit.Done done(DocumentChange... changes) {
        return (Ledger.Commit.Done) ledger.commit(set(changes));
    }

    Ledger.Commit settle(Base base, Settlement settlement) {
        return ledger.commit(set(List.of(), List.of(new ChangeSet.Unchanged(base, settlement))));
    }

    public DocumentChange upsert(String document, String text) {
        return upsert(base(document), next(document), text, Metadata.NONE);
    }

    static DocumentChange upsert(Base base, Settlement settlement, String text, Metadata metadata) {
        var content = new Content(Format.MARKDOWN, text);
        var body = new DocumentChange.Body(content, metadata, given(metadata), placements(text));
        var type = base.committed().isPresent() ? EventType.UPDATE : EventType.INSERT;
        return change(type, base, settlement, Optional.of(body));
    }

    static DocumentChange delete(Base base, Settlement settlement) {
        return change(EventType.DELETE, base, settlement, Optional.empty());
    }

    private static DocumentChange change(
            EventType type, Base base, Settlement settlement, Optional<DocumentChange.Body> after) {
        Map<String, Chunk> before = chunks(base.committed().map(Committed::content));
        Map<String, Chunk> now = chunks(after.map(DocumentChange.Body::content));
        List<Chunk> added = new ArrayList<>(now.values());
        added.removeAll(before.values());
        List<String> removed = new ArrayList<>(before.keySet());
        removed.removeAll(now.keySet());
        return new DocumentChange(
                type,
                base,
                settlement,
                START.minusSeconds(1000 - settlement.sequence()),
                after,
                added,
                removed,
                now.size() - added.size());
    }

    /// What came with the event is less than the metadata where that holds a title.
    private static Metadata given(Metadata metadata) {
        var given = new LinkedHashMap<>(metadata.values());
        given.remove("title");
        return Metadata.of(given);
    }

    private static Map<String, Chunk> chunks(Optional<Content> content) {
        Map<String, Chunk> chunks = new LinkedHashMap<>();
        for (String text : content.map(c -> c.text().split("\n\n")).orElse(new String[0])) {
            Chunk chunk = Chunk.of(text, text.length() / 4);
            chunks.put(chunk.hash(), chunk);
        }
        return chunks;
    }

    static List<Placement> placements(String text) {
        List<Placement> placements = new ArrayList<>();
        int start = 0;
        for (String chunk : text.split("\n\n")) {
            int end = Math.min(text.length(), start + chunk.length() + 2);
            List<String> headings =
                    start == 0 ? List.of() : List.of("Erste Überschrift", chunk.substring(0, 1));
            placements.add(
                    new Placement(
                            Chunk.of(chunk, 1).hash(), start, end, chunk.length() / 4, headings));
            start = end;
        }
        return placements;
    }

    public static ChangeSet set(DocumentChange... changes) {
        return set(List.of(changes), List.of());
    }

    static ChangeSet set(List<DocumentChange> changes, List<ChangeSet.Unchanged> unchanged) {
        long last = changes.isEmpty() ? 0 : changes.getLast().settlement().sequence();
        return new ChangeSet(
                Cause.EVENTS,
                SPACE,
                changes,
                unchanged,
                new ChangeSet.Tokens(last, 2 * last),
                START.plusSeconds(last));
    }
}

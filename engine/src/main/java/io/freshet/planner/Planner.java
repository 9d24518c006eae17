package io.freshet.planner;

import io.freshet.Base;
import io.freshet.Change;
import io.freshet.ChangeSet;
import io.freshet.Chunk;
import io.freshet.Chunked;
import io.freshet.Chunking;
import io.freshet.Committed;
import io.freshet.Content;
import io.freshet.DocumentChange;
import io.freshet.EventType;
import io.freshet.Extracted;
import io.freshet.Metadata;
import io.freshet.Pending;
import io.freshet.Placement;
import io.freshet.Settlement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Decides what a document's change does to the index: text to chunks, and their difference against
/// the chunks that are committed. Pure; safe for any thread.
///
/// Chunks are compared by content, not by position: a paragraph that moved is kept, because
/// embedding it again would buy the same vector.
public final class Planner {
    private final Function<Content, Extracted> extractor;
    private final Chunking chunking;

    public Planner(Function<Content, Extracted> extractor, Chunking chunking) {
        this.extractor = extractor;
        this.chunking = chunking;
    }

    /// What a change turned out to be.
    public sealed interface Plan {
        record Changed(DocumentChange change) implements Plan {}

        record Unchanged(ChangeSet.Unchanged unchanged) implements Plan {}

        /// An earlier commit has settled it.
        record Settled(Settlement settlement) implements Plan {}
    }

    public Plan plan(Pending pending, Base base) {
        Settlement settlement =
                new Settlement(pending.document(), pending.sequence(), pending.sourceVersion());
        if (pending.sequence() <= base.settled()) {
            return new Plan.Settled(settlement);
        }
        Optional<Committed> before = base.committed();
        return switch (pending.change()) {
            case Change.Delete _ -> delete(pending, base, settlement);
            case Change.Refresh _ ->
                    before.map(b -> refresh(b, pending, base, settlement))
                            .orElseGet(() -> unchanged(base, settlement));
            case Change.Upsert upsert -> upsert(upsert, pending, base, settlement);
        };
    }

    public Chunking chunking() {
        return chunking;
    }

    /// How a text is cut.
    public Chunked cut(Content content) {
        return Chunker.chunk(content.text(), extractor.apply(content).blocks(), chunking);
    }

    private static Plan unchanged(Base base, Settlement settlement) {
        return new Plan.Unchanged(new ChangeSet.Unchanged(base.withoutText(), settlement));
    }

    private static Plan delete(Pending pending, Base base, Settlement settlement) {
        return base.committed()
                .<Plan>map(
                        before ->
                                new Plan.Changed(
                                        new DocumentChange(
                                                EventType.DELETE,
                                                base.withoutText(),
                                                settlement,
                                                pending.timestamp(),
                                                Optional.empty(),
                                                List.of(),
                                                List.copyOf(hashes(before.placements())),
                                                0)))
                .orElseGet(() -> unchanged(base, settlement));
    }

    private Plan refresh(Committed before, Pending pending, Base base, Settlement settlement) {
        Cut cut = cut(before.content(), before.given());
        DocumentChange.Body body = cut.body();
        boolean same =
                body.placements().equals(before.placements())
                        && body.metadata().equals(before.metadata());
        return same ? unchanged(base, settlement) : changed(EventType.REFRESH, pending, base, cut);
    }

    /// Content may be missing where the document is gone by now: then there is nothing to do.
    private Plan upsert(Change.Upsert upsert, Pending pending, Base base, Settlement settlement) {
        Optional<Committed> before = base.committed();
        Optional<Content> content = upsert.content().or(() -> before.map(Committed::content));
        if (content.isEmpty()) {
            return unchanged(base, settlement);
        }
        Metadata given = upsert.metadata().of(before.map(Committed::given).orElse(Metadata.NONE));
        boolean same =
                before.isPresent()
                        && before.get().content().equals(content.get())
                        && before.get().given().equals(given);
        if (same) {
            return unchanged(base, settlement);
        }
        EventType type = before.isPresent() ? EventType.UPDATE : EventType.INSERT;
        return changed(type, pending, base, cut(content.get(), given));
    }

    private static Plan changed(EventType type, Pending pending, Base base, Cut cut) {
        Set<String> old =
                base.committed().map(c -> hashes(c.placements())).orElseGet(LinkedHashSet::new);
        Set<String> now = cut.chunks().keySet();
        List<Chunk> added =
                cut.chunks().values().stream().filter(c -> !old.contains(c.hash())).toList();
        return new Plan.Changed(
                new DocumentChange(
                        type,
                        base,
                        new Settlement(
                                pending.document(), pending.sequence(), pending.sourceVersion()),
                        pending.timestamp(),
                        Optional.of(cut.body()),
                        added,
                        old.stream().filter(hash -> !now.contains(hash)).toList(),
                        now.size() - added.size()));
    }

    private static Set<String> hashes(List<Placement> placements) {
        Set<String> hashes = new LinkedHashSet<>();
        placements.forEach(placement -> hashes.add(placement.hash()));
        return hashes;
    }

    private Cut cut(Content content, Metadata given) {
        Extracted extracted = extractor.apply(content);
        Chunked chunked = Chunker.chunk(content.text(), extracted.blocks(), chunking);
        Metadata metadata = extracted.frontMatter().with(given);
        return new Cut(
                new DocumentChange.Body(content, metadata, given, chunked.placements()),
                chunked.chunks());
    }

    /// A document as it is going to be, and its chunks by hash.
    private record Cut(DocumentChange.Body body, Map<String, Chunk> chunks) {}
}

package io.freshet.server.stream;

import io.freshet.Announcement;
import io.freshet.Announcement.DocumentChanged;
import io.freshet.CollectionName;
import io.freshet.EventType;
import io.freshet.feed.Details;
import io.freshet.feed.Feed;
import io.freshet.feed.Selection.Sight;
import io.freshet.server.json.Json;
import io.freshet.server.stream.Subscription.Include;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes of an entry of a feed what one subscriber gets of it: nothing, a frame, or with a large
/// document's chunks several, of which only the last has a position. One frame is held at a time.
/// Safe for any thread.
record Rendering(FeedReader reader, Frames frames) {
    /// A feed and the name of its collection.
    record Source(CollectionName name, Feed feed) {}

    /// @param wants what the subscriber's subscriptions to this collection say; at least one
    /// @throws Feed.Gap where the chunks that are asked for are no longer retained
    void render(Source source, Announcement entry, Collection<Subscription> wants, Sent.Sink out)
            throws InterruptedException {
        switch (entry) {
            case Announcement.VersionComplete complete ->
                    out.accept(sent(entry, complete(source.name(), complete, wants)));
            case DocumentChanged changed -> changed(source, changed, wants, out);
        }
    }

    /// With vectors comes what they are of.
    private String complete(
            CollectionName name,
            Announcement.VersionComplete complete,
            Collection<Subscription> wants) {
        boolean withSpace = wants.stream().anyMatch(want -> want.includes(Include.VECTOR));
        ObjectNode frame = Frames.batchComplete(name, complete);
        return Json.text(withSpace ? frame.put("space", complete.version().space()) : frame);
    }

    private static Sent sent(Announcement entry, String json) {
        return new Sent(Frames.type(entry), entry.position(), true, json);
    }

    private void changed(
            Source source, DocumentChanged changed, Collection<Subscription> wants, Sent.Sink out)
            throws InterruptedException {
        boolean asksBefore = wants.stream().anyMatch(want -> want.selection().asksBefore(changed));
        Details.Before before =
                asksBefore ? reader.before(source.feed(), changed) : Details.Before.UNKNOWN;
        Sight sight = Sight.NONE;
        Set<Include> include = EnumSet.noneOf(Include.class);
        for (Subscription want : wants) {
            Sight one = want.selection().sight(changed, before);
            sight = sight.or(one);
            if (one != Sight.NONE) {
                include.addAll(want.include());
            }
        }
        if (sight == Sight.NONE) {
            return;
        }
        ObjectNode frame =
                frames.indexUpdate(
                        source.name(),
                        changed,
                        sight,
                        sight == Sight.LEFT ? before.metadata() : changed.metadata());
        if (include.isEmpty() || sight.type(changed.type()) == EventType.DELETE) {
            out.accept(sent(changed, frames.fitted(frame)));
            return;
        }
        Asked asked = new Asked(source, changed, sight == Sight.ENTERED, include);
        withChunks(asked, frame, out);
    }

    /// @param whole all chunks, since the subscriber has none of them
    private record Asked(
            Source source, DocumentChanged changed, boolean whole, Set<Include> include) {
        Details.Ask details() {
            return new Details.Ask(changed, whole, include.contains(Include.VECTOR));
        }
    }

    private void withChunks(Asked asked, ObjectNode frame, Sent.Sink out)
            throws InterruptedException {
        ArrayNode waiting = ChunkFrames.none();
        int waitingBytes = 0;
        Details.Part part = reader.part(asked.source().feed(), asked.details(), 0);
        while (true) {
            for (Details.Piece piece : part.added()) {
                ObjectNode chunk = ChunkFrames.chunk(piece, asked.include(), frames.partBytesMax());
                int bytes = ChunkFrames.bytes(chunk);
                if (waitingBytes + bytes > frames.partBytesMax()) {
                    out.accept(part(asked, waiting));
                    waiting = ChunkFrames.none();
                    waitingBytes = 0;
                }
                waiting.add(chunk);
                waitingBytes += bytes;
            }
            if (part.next().isEmpty()) {
                break;
            }
            part = reader.part(asked.source().feed(), asked.details(), part.next().getAsInt());
        }
        if (!waiting.isEmpty() && !frames.fitsWith(frame, part, waiting)) {
            out.accept(part(asked, waiting));
            waiting = ChunkFrames.none();
        }
        out.accept(sent(asked.changed(), frames.withChunks(frame, part, waiting)));
    }

    private Sent part(Asked asked, ArrayNode chunks) {
        String json = frames.indexChunks(asked.source().name(), asked.changed(), chunks);
        return new Sent(Frames.CHUNKS_TYPE, asked.changed().position(), false, json);
    }
}

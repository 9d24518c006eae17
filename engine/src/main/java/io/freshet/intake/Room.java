package io.freshet.intake;

import io.freshet.Backlog;
import io.freshet.Change.Upsert;
import io.freshet.Content;
import io.freshet.IndexEvent;
import io.freshet.Priority;
import io.freshet.Submission;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What the backlog still takes within one write: what waits on disk, and all that the write has
/// taken so far, as if nothing of it replaced what waits. Confined to one write.
final class Room {
    private final Backlog backlog;
    private final Backlog withReserve;
    private long documents;
    private long bytes;

    /// @param documents that wait, and `bytes` of their texts
    Room(Backlog backlog, long documents, long bytes) {
        this.backlog = backlog;
        this.withReserve = backlog.withReserve();
        this.documents = documents;
        this.bytes = bytes;
    }

    /// @return why not; empty where it is taken
    Optional<String> take(Submission submission) {
        Backlog bound = isCritical(submission) ? withReserve : backlog;
        if (bound.isFull(documents, bytes)) {
            return backlog.problem(documents, bytes);
        }
        for (IndexEvent event : submission.events()) {
            documents += event.documents().size();
            bytes += event.documents().size() * bytes(event);
        }
        return Optional.empty();
    }

    /// All of it: one critical event does not bring the others in.
    private static boolean isCritical(Submission submission) {
        return submission.events().stream().allMatch(e -> e.priority() == Priority.CRITICAL)
                && submission.sweep().stream().allMatch(s -> s.priority() == Priority.CRITICAL);
    }

    private static long bytes(IndexEvent event) {
        return event.change() instanceof Upsert upsert
                ? upsert.content().map(Content::text).map(Room::bytes).orElse(0L)
                : 0;
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

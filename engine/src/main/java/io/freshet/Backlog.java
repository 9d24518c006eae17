package io.freshet;

import java.util.Optional;

/// How much may wait in a collection. A request is taken whole while less waits than this; where
/// that is not so, nothing of it is. A tenth more is a reserve for critical events alone, so that a
/// backlog of others never locks them out.
///
/// @param documentsMax waiting documents; one that waits in several atomic groups counts in each
/// @param bytesMax of their texts, in UTF-8
public record Backlog(long documentsMax, long bytesMax) implements CollectionSettings.Part {
    public static final Backlog DEFAULT = new Backlog(1_000_000, 10L << 30);

    private static final long RESERVE_PART = 10;

    public Backlog {
        if (documentsMax < 1 || bytesMax < 1) {
            throw new IllegalArgumentException("limits.backlog is 1 document and 1B or more");
        }
    }

    public boolean isFull(long documents, long bytes) {
        return documents >= documentsMax || bytes >= bytesMax;
    }

    /// The same with what is kept free for critical events: a tenth more, rounded up.
    public Backlog withReserve() {
        return new Backlog(withReserve(documentsMax), withReserve(bytesMax));
    }

    private static long withReserve(long max) {
        return max + (max + RESERVE_PART - 1) / RESERVE_PART;
    }

    /// What to say of it where it is full.
    public Optional<String> problem(long documents, long bytes) {
        if (!isFull(documents, bytes)) {
            return Optional.empty();
        }
        String of = documents >= documentsMax ? "documents_max" : "size";
        String reserve =
                withReserve().isFull(documents, bytes)
                        ? "and so is the reserve for critical events"
                        : "only critical events are taken";
        return Optional.of(
                "the backlog is full, "
                        + reserve
                        + ": "
                        + documents
                        + " documents wait with "
                        + bytes
                        + " bytes of text, up to limits.backlog."
                        + of);
    }
}

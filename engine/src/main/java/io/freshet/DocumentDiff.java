package io.freshet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What differs of one document between two versions.
///
/// @param added chunks that only the later one holds, in its order; each once
/// @param removed chunks that only the earlier one holds, in its order; each once
/// @param kept distinct chunks that both hold
/// @param metadataChanged whether searches see other metadata
public record DocumentDiff(
        DocumentId document,
        EventType type,
        List<Piece> added,
        List<Piece> removed,
        int kept,
        boolean metadataChanged) {
    public DocumentDiff {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
    }

    /// A chunk and what the document says there.
    public record Piece(String hash, String text) {}

    /// Empty where both are the same.
    public static Optional<DocumentDiff> of(
            DocumentId document, Optional<Committed> from, Optional<Committed> to) {
        if (body(from).equals(body(to))) {
            return Optional.empty();
        }
        Map<String, Piece> before = pieces(from);
        Map<String, Piece> after = pieces(to);
        List<Piece> added = new ArrayList<>(after.values());
        added.removeIf(piece -> before.containsKey(piece.hash()));
        List<Piece> removed = new ArrayList<>(before.values());
        removed.removeIf(piece -> after.containsKey(piece.hash()));
        return Optional.of(
                new DocumentDiff(
                        document,
                        type(from, to),
                        added,
                        removed,
                        after.size() - added.size(),
                        !from.map(Committed::metadata).equals(to.map(Committed::metadata))));
    }

    private static EventType type(Optional<Committed> from, Optional<Committed> to) {
        if (from.isEmpty()) {
            return EventType.INSERT;
        }
        return to.isEmpty() ? EventType.DELETE : EventType.UPDATE;
    }

    private static Optional<List<Object>> body(Optional<Committed> committed) {
        return committed.map(c -> List.of(c.content(), c.metadata(), c.given(), c.placements()));
    }

    private static Map<String, Piece> pieces(Optional<Committed> committed) {
        Map<String, Piece> pieces = new LinkedHashMap<>();
        committed.ifPresent(
                document -> {
                    for (Placement placement : document.placements()) {
                        String text =
                                document.content()
                                        .text()
                                        .substring(placement.start(), placement.end())
                                        .strip();
                        pieces.putIfAbsent(placement.hash(), new Piece(placement.hash(), text));
                    }
                });
        return pieces;
    }
}

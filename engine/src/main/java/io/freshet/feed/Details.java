package io.freshet.feed;

import io.freshet.Announcement.DocumentChanged;
import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.EventType;
import io.freshet.Metadata;
import io.freshet.Placement;
import io.freshet.Position;
import io.freshet.Vector;
import io.freshet.spi.Ledger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/// What an entry of the feed does not say by itself, read from the ledger for those who ask: what
/// the document was before, and its chunks, in parts of bounded size. Blocking; safe for any
/// thread.
public final class Details {
    private static final int KEPT_MAX = 1024;
    private static final int PIECES_MAX = 64;
    private static final int CHARS_MAX = 64 * 1024;

    private final Ledger ledger;
    private final Function<Collection<String>, Map<String, Vector>> vectors;
    private final Map<Position, Before> kept = new LinkedHashMap<>();

    /// @param vectors those that are known, by hash
    Details(Ledger ledger, Function<Collection<String>, Map<String, Vector>> vectors) {
        this.ledger = ledger;
        this.vectors = vectors;
    }

    /// What searches saw of a document before it changed.
    ///
    /// @param isKnown whether that version is still retained
    public record Before(boolean isKnown, Metadata metadata) {
        public static final Before UNKNOWN = new Before(false, Metadata.NONE);
    }

    /// The latest ones are kept, so that many subscribers with filters read the ledger once between
    /// them.
    Before before(DocumentChanged change) {
        synchronized (kept) {
            Before known = kept.get(change.position());
            if (known != null) {
                return known;
            }
        }
        Before read = read(change);
        synchronized (kept) {
            kept.put(change.position(), read);
            if (kept.size() > KEPT_MAX) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        return read;
    }

    private Before read(DocumentChanged change) {
        Optional<Metadata> found =
                at(change.document(), change.position().version() - 1).map(Committed::metadata);
        if (found.isEmpty()) {
            return new Before(change.type() == EventType.INSERT, Metadata.NONE);
        }
        boolean isSame = found.get().equals(change.metadata());
        return new Before(true, isSame ? change.metadata() : found.get());
    }

    /// Which chunks of a changed document are asked for.
    ///
    /// @param whole all of them, for one who had none
    public record Ask(DocumentChanged change, boolean whole, boolean vectors) {}

    /// A chunk that a document did not hold before.
    ///
    /// @param ordinal of its first place in the document, from 0
    public record Piece(
            String hash, int ordinal, List<String> headings, String text, Optional<Vector> vector) {
        public Piece {
            headings = List.copyOf(headings);
        }
    }

    /// Some of a document's chunks, in its order.
    ///
    /// @param whole `added` are all that it holds, also since what it held before is not retained
    /// @param removed in the last part: what it holds no more
    /// @param order in the last part: all that it holds, as often as it holds them
    /// @param next where the next part begins; empty in the last
    public record Part(
            boolean whole,
            List<Piece> added,
            List<String> removed,
            List<String> order,
            OptionalInt next) {
        static final Part NOTHING =
                new Part(true, List.of(), List.of(), List.of(), OptionalInt.empty());

        public Part {
            added = List.copyOf(added);
            removed = List.copyOf(removed);
            order = List.copyOf(order);
        }
    }

    /// The chunks from an ordinal on; empty where the version is no longer retained. The document
    /// is read anew for each part, so that a slow subscriber holds none.
    Optional<Part> part(Ask ask, int from) {
        long version = ask.change().position().version();
        Optional<Committed> after = at(ask.change().document(), version);
        if (after.isEmpty()) {
            boolean isForgotten = ledger.head().oldest() <= version;
            return isForgotten ? Optional.of(Part.NOTHING) : Optional.empty();
        }
        Optional<Committed> before =
                ask.whole() ? Optional.empty() : at(ask.change().document(), version - 1);
        boolean isNew = ask.change().type() == EventType.INSERT;
        boolean whole = ask.whole() || (before.isEmpty() && !isNew);
        return Optional.of(
                part(after.get(), hashes(before), new Terms(whole, ask.vectors(), from)));
    }

    private record Terms(boolean whole, boolean vectors, int from) {}

    private Part part(Committed document, Set<String> before, Terms terms) {
        List<Placement> placements = document.placements();
        Set<String> passed = new HashSet<>(before);
        placements.subList(0, terms.from()).forEach(earlier -> passed.add(earlier.hash()));
        List<Piece> added = new ArrayList<>();
        int chars = 0;
        int at = terms.from();
        while (at < placements.size() && added.size() < PIECES_MAX && chars < CHARS_MAX) {
            Placement placement = placements.get(at);
            if (passed.add(placement.hash())) {
                added.add(piece(document, at));
                chars += placement.end() - placement.start();
            }
            at++;
        }
        List<Piece> shown = terms.vectors() ? withVectors(added) : added;
        if (at < placements.size()) {
            return new Part(terms.whole(), shown, List.of(), List.of(), OptionalInt.of(at));
        }
        List<String> order = placements.stream().map(Placement::hash).toList();
        List<String> removed = new ArrayList<>(before);
        removed.removeAll(new HashSet<>(order));
        return new Part(terms.whole(), shown, removed, order, OptionalInt.empty());
    }

    private static Piece piece(Committed document, int ordinal) {
        Placement placement = document.placements().get(ordinal);
        String text =
                document.content().text().substring(placement.start(), placement.end()).strip();
        return new Piece(placement.hash(), ordinal, placement.headings(), text, Optional.empty());
    }

    private List<Piece> withVectors(List<Piece> pieces) {
        Map<String, Vector> found = vectors.apply(pieces.stream().map(Piece::hash).toList());
        return pieces.stream()
                .map(
                        piece ->
                                new Piece(
                                        piece.hash(),
                                        piece.ordinal(),
                                        piece.headings(),
                                        piece.text(),
                                        Optional.ofNullable(found.get(piece.hash()))))
                .toList();
    }

    private static Set<String> hashes(Optional<Committed> document) {
        Set<String> hashes = new LinkedHashSet<>();
        document.ifPresent(d -> d.placements().forEach(placed -> hashes.add(placed.hash())));
        return hashes;
    }

    private Optional<Committed> at(DocumentId document, long version) {
        return Optional.ofNullable(ledger.documents(List.of(document), version).get(document));
    }
}

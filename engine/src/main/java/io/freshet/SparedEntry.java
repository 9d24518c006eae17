package io.freshet;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.Locale;

/// What was not embedded for one reason in one day.
///
/// @param count events, chunks or texts, as the reason says
/// @param tokens by the fixed estimate; 0 where nobody had cut the text
public record SparedEntry(Kind kind, long count, long tokens) {
    /// What it is told apart by.
    ///
    /// @param day in UTC
    public record Kind(LocalDate day, CollectionName collection, Reason reason)
            implements Comparable<Kind> {
        @Override
        public int compareTo(Kind other) {
            return ORDER.compare(this, other);
        }
    }

    private static final Comparator<Kind> ORDER =
            Comparator.comparing(Kind::day)
                    .thenComparing(Kind::collection)
                    .thenComparing(Kind::reason);

    /// Why nothing had to be embedded.
    public enum Reason {
        /// An event that changed nothing, with all of its document's chunks.
        UNCHANGED_DOCUMENT,
        /// An event that a newer one of its document overtook.
        SUPERSEDED_EVENT,
        /// A chunk that an edit of its document did not touch.
        KEPT_CHUNK,
        /// A text whose vector was there already.
        KNOWN_VECTOR,
        /// A row that a store was given again out of ledger and vectors.
        STORE_REBUILT;

        /// As on the wire.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// @throws IllegalArgumentException where there is none
        public static Reason named(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    public SparedEntry plus(SparedEntry other) {
        return new SparedEntry(kind, count + other.count, tokens + other.tokens);
    }
}

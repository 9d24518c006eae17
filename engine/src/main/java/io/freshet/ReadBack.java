package io.freshet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a store was found to hold when all of it was read back, page by page, each page compared
/// with what the ledger and the vectors say at the version that the store showed then.
///
/// The two digests are sums over rows: of what was read from the store, and of what the ledger says
/// it should hold. They are equal where every row of every page was right. Where `firstVersion` and
/// `lastVersion` are the same, they are the digests of that whole version.
///
/// @param rows that the store held
/// @param ledgerRows that it should hold
/// @param at when it ended
/// @param examples of what differed, the first of them
public record ReadBack(
        long rows,
        long ledgerRows,
        long digest,
        long ledgerDigest,
        Drift drift,
        long firstVersion,
        long lastVersion,
        Instant at,
        List<Example> examples) {
    public static final int EXAMPLES_MAX = 10;

    /// Nothing is read yet.
    public static final ReadBack NOTHING =
            new ReadBack(0, 0, 0, 0, Drift.NONE, 0, 0, Instant.EPOCH, List.of());

    public ReadBack {
        examples = List.copyOf(examples.subList(0, Math.min(EXAMPLES_MAX, examples.size())));
    }

    /// Whether the store held exactly what it should.
    public boolean isEqual() {
        return drift.total() == 0 && digest == ledgerDigest && rows == ledgerRows;
    }

    /// With another page, which was of one version.
    public ReadBack and(ReadBack page) {
        List<Example> both = new ArrayList<>(examples);
        both.addAll(page.examples);
        return new ReadBack(
                rows + page.rows,
                ledgerRows + page.ledgerRows,
                digest + page.digest,
                ledgerDigest + page.ledgerDigest,
                drift.and(page.drift),
                firstVersion == 0 ? page.firstVersion : firstVersion,
                page.lastVersion,
                page.at,
                both);
    }

    /// What is wrong with a row.
    public enum Kind {
        /// The store does not hold it.
        MISSING,
        /// The store holds it, and should not.
        EXTRA,
        /// The store holds something else for it: another vector, other words or metadata.
        DIFFERENT,
        /// Its vector is lost, or of another width. The store's row was not compared.
        NO_VECTOR
    }

    /// Rows that were wrong, by [Kind].
    public record Drift(long missing, long extra, long different, long noVector) {
        public static final Drift NONE = new Drift(0, 0, 0, 0);

        /// One row.
        public static Drift of(Kind kind) {
            return switch (kind) {
                case MISSING -> new Drift(1, 0, 0, 0);
                case EXTRA -> new Drift(0, 1, 0, 0);
                case DIFFERENT -> new Drift(0, 0, 1, 0);
                case NO_VECTOR -> new Drift(0, 0, 0, 1);
            };
        }

        public long count(Kind kind) {
            return switch (kind) {
                case MISSING -> missing;
                case EXTRA -> extra;
                case DIFFERENT -> different;
                case NO_VECTOR -> noVector;
            };
        }

        public long total() {
            return missing + extra + different + noVector;
        }

        public Drift and(Drift other) {
            return new Drift(
                    missing + other.missing,
                    extra + other.extra,
                    different + other.different,
                    noVector + other.noVector);
        }
    }

    /// One row that was wrong.
    public record Example(RowKey key, Kind kind) {}
}

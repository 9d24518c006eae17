package io.freshet.projector;

import io.freshet.ReadBack;
import io.freshet.RowKey;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// A range of keys of one store, as it was read back, compared with the ledger at the version that
/// the store showed: the ledger's rows of a version never change, so the store may move on
/// meanwhile.
///
/// @param found the page's own sums
/// @param amiss rows that the store must be told again
/// @param lost rows whose vector is not known
/// @param next where to go on; empty at the end
record ComparedPage(
        ReadBack found, List<RowKey> amiss, List<LedgerRows.Lost> lost, Optional<RowKey> next) {
    /// Blocking: one page of the store, and one of the ledger.
    ///
    /// @param history of the ledger
    /// @return empty while the store shows nothing that the ledger still knows
    static Optional<ComparedPage> read(Sides sides, String history, Page page) {
        Store.Held held = sides.store.read(page.after, page.limit);
        long version = held.applied().version();
        boolean isOurs = held.applied().history().equals(history);
        if (!isOurs || version < sides.ledger.head().oldest()) {
            return Optional.empty();
        }
        Ledger.Delta live = sides.ledger.delta(0, version, page.after, page.limit);
        Optional<RowKey> heldTo =
                held.rows().size() < page.limit
                        ? Optional.empty()
                        : Optional.of(held.rows().getLast().key());
        Optional<RowKey> end = earlier(heldTo, live.next());
        LedgerRows.Found expected =
                sides.rows.find(
                        live.changed().stream().filter(key -> isUpTo(end, key)).toList(), version);
        boolean wasPruned = version < sides.ledger.head().oldest();
        if (wasPruned || !expected.gone().isEmpty()) {
            return Optional.empty();
        }
        NavigableMap<RowKey, Long> really = new TreeMap<>();
        held.rows().stream()
                .filter(row -> isUpTo(end, row.key()))
                .forEach(row -> really.put(row.key(), row.digest()));
        Comparing comparing = new Comparing(really);
        expected.rows().forEach(row -> comparing.add(row.key(), sides.store.digest(row)));
        expected.lost().forEach(lost -> comparing.lost(lost.key()));
        return Optional.of(
                new ComparedPage(
                        comparing.result(version, page.now),
                        comparing.amiss,
                        expected.lost(),
                        end));
    }

    /// @param rows what the store should hold
    record Sides(Store store, Ledger ledger, LedgerRows rows) {}

    record Page(Optional<RowKey> after, int limit, Instant now) {}

    private static boolean isUpTo(Optional<RowKey> end, RowKey key) {
        return end.isEmpty() || key.compareTo(end.get()) <= 0;
    }

    /// The end of the shorter one; empty stands for no end.
    private static Optional<RowKey> earlier(Optional<RowKey> a, Optional<RowKey> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() ? b : a;
        }
        return a.get().compareTo(b.get()) <= 0 ? a : b;
    }

    /// Adds up both sides. A row that cannot be compared is in neither sum.
    private static final class Comparing {
        private final NavigableMap<RowKey, Long> really;
        private final List<RowKey> amiss = new ArrayList<>();
        private final List<ReadBack.Example> examples = new ArrayList<>();
        private final long rows;
        private long ledgerRows;
        private long digest;
        private long ledgerDigest;
        private ReadBack.Drift drift = ReadBack.Drift.NONE;

        Comparing(NavigableMap<RowKey, Long> really) {
            this.really = really;
            this.rows = really.size();
        }

        void add(RowKey key, long expected) {
            Long held = really.remove(key);
            ledgerRows++;
            ledgerDigest += expected;
            digest += held == null ? 0 : held;
            if (held == null) {
                amiss(key, ReadBack.Kind.MISSING);
            } else if (held != expected) {
                amiss(key, ReadBack.Kind.DIFFERENT);
            }
        }

        void lost(RowKey key) {
            boolean isHeld = really.remove(key) != null;
            ledgerRows++;
            if (!isHeld) {
                amiss(key, ReadBack.Kind.MISSING);
            }
            count(key, ReadBack.Kind.NO_VECTOR);
        }

        private void amiss(RowKey key, ReadBack.Kind kind) {
            amiss.add(key);
            count(key, kind);
        }

        private void count(RowKey key, ReadBack.Kind kind) {
            drift = drift.and(ReadBack.Drift.of(kind));
            examples.add(new ReadBack.Example(key, kind));
        }

        /// What is left was not expected.
        ReadBack result(long version, Instant now) {
            really.forEach(
                    (key, held) -> {
                        digest += held;
                        amiss(key, ReadBack.Kind.EXTRA);
                    });
            return new ReadBack(
                    rows, ledgerRows, digest, ledgerDigest, drift, version, version, now, examples);
        }
    }
}

package io.freshet.engine;

import io.freshet.Chunked;
import io.freshet.Chunking;
import io.freshet.Committed;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.Purge;
import io.freshet.RowKey;
import io.freshet.Side;
import io.freshet.Sides;
import io.freshet.Version;
import io.freshet.spi.Extractor;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import io.freshet.spi.Vectors;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// Forgets documents in the stored data of one collection, of which nothing runs: so nothing that
/// is in work brings them back, and what is accepted later applies.
///
/// **Crash points.** The journal notes the purge in the transaction that forgets its rows. From
/// then on whoever opens the collection does all of it again, which changes nothing twice, before
/// anything is accepted. The note goes once only vectors are left to do, which the vectors
/// themselves have noted.
record Purging(Journal journal, Ledger ledger, List<Store> stores, Vectors vectors) {
    private static final int PAGE = 1000;
    private static final int PAGE_TEXTS = 50;

    /// The documents that it would forget.
    long matched(Purge purge) {
        return count(after -> ledger.purgeable(purge, after, PAGE), List::size)
                + count(
                        after -> journal.purgeable(purge, after, PAGE),
                        page -> page.size() - known(page, purge));
    }

    private static long count(
            Function<Optional<DocumentId>, List<DocumentId>> pages,
            ToIntFunction<List<DocumentId>> counted) {
        long count = 0;
        Optional<DocumentId> last = Optional.empty();
        List<DocumentId> page;
        do {
            page = pages.apply(last);
            count += counted.applyAsInt(page);
            last = page.isEmpty() ? last : Optional.of(page.getLast());
        } while (page.size() == PAGE);
        return count;
    }

    private int known(List<DocumentId> documents, Purge purge) {
        return documents.isEmpty()
                ? 0
                : ledger.purgeable(
                                new Purge("", documents, purge.timestamp()), Optional.empty(), PAGE)
                        .size();
    }

    /// All but the vectors, for which a sweep is due then.
    ///
    /// @return the version that was made
    Optional<Version> forget(Purge purge) {
        journal.purge(purge);
        Optional<Version> made = ledger.purge(purge);
        stores.forEach(store -> store.forget(purge));
        vectors.sweepLater();
        journal.purged();
        return made;
    }

    /// Ends what a crash broke off.
    void finish() {
        journal.purging().ifPresent(this::forget);
    }

    /// Tells the texts whose vectors a ledger refers to, and those of the other side, where that
    /// cuts the documents otherwise.
    static void retained(Ledger ledger, Extractor extractor, Consumer<Collection<String>> mark) {
        retained(ledger, mark);
        Optional<Sides> sides = ledger.sides();
        Optional<Side> other = sides.flatMap(Sides::other).map(Sides.Other::side);
        Optional<Chunking> inForce = sides.map(Sides::inForce).map(Side::chunking);
        if (other.isPresent() && !inForce.equals(other.map(Side::chunking))) {
            cut(ledger, Beside.cut(extractor, other.get()), mark);
        }
    }

    private static void cut(
            Ledger ledger, Function<Content, Chunked> cut, Consumer<Collection<String>> mark) {
        List<Committed> page;
        Optional<DocumentId> last = Optional.empty();
        do {
            page = ledger.list("", last, PAGE_TEXTS, ledger.head().version());
            page.forEach(document -> mark.accept(cut.apply(document.content()).chunks().keySet()));
            last = page.isEmpty() ? last : Optional.of(page.getLast().document());
        } while (!page.isEmpty());
    }

    private static void retained(Ledger ledger, Consumer<Collection<String>> mark) {
        List<RowKey> page;
        Optional<RowKey> last = Optional.empty();
        do {
            page = ledger.retained(last, PAGE);
            mark.accept(page.stream().map(RowKey::hash).toList());
            last = page.isEmpty() ? last : Optional.of(page.getLast());
        } while (page.size() == PAGE);
    }
}

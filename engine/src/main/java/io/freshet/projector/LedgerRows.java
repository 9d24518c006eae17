package io.freshet.projector;

import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.FreshetException.Refused;
import io.freshet.Placement;
import io.freshet.RowKey;
import io.freshet.Vector;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import io.freshet.spi.Vectors;
import io.freshet.spi.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The rows that a store should hold, put together from the ledger and the vectors. Blocking; safe
/// for any thread.
final class LedgerRows {
    private static final System.Logger LOG = System.getLogger(LedgerRows.class.getName());

    private final Ledger ledger;
    private final Vectors vectors;
    private final Mend mend;

    LedgerRows(Ledger ledger, Vectors vectors, Mend mend) {
        this.ledger = ledger;
        this.vectors = vectors;
        this.mend = mend;
    }

    /// @param lost live rows whose vector is not known
    /// @param gone keys that are not live
    record Found(List<Store.Row> rows, List<Lost> lost, List<RowKey> gone) {}

    /// A live row whose vector is not known.
    record Lost(RowKey key, Committed document) {}

    Found find(Collection<RowKey> keys, long version) {
        TreeSet<DocumentId> ids = new TreeSet<>();
        TreeSet<String> hashes = new TreeSet<>();
        for (RowKey key : keys) {
            ids.add(key.document());
            hashes.add(key.hash());
        }
        Map<DocumentId, Committed> documents = ledger.documents(ids, version);
        Map<String, Vector> known = vectors.find(mend.space(), hashes);
        Found found = new Found(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (RowKey key : keys) {
            Optional<Committed> document =
                    Optional.ofNullable(documents.get(key.document()))
                            .filter(live -> Ledger.placed(live, key.hash()).isPresent());
            Vector vector = known.get(key.hash());
            if (document.isEmpty()) {
                found.gone.add(key);
            } else if (vector == null) {
                found.lost.add(new Lost(key, document.get()));
            } else {
                found.rows.add(row(key, document.get(), vector));
            }
        }
        return found;
    }

    /// As [#find]; what has lost its vector is embedded again. Where the embedder refuses a text
    /// that it once took, that row alone is left out, for the read-back to count and try again: the
    /// others do not wait for it.
    Found findOrEmbed(Collection<RowKey> keys, long version) {
        Found found = find(keys, version);
        List<Lost> refused = new ArrayList<>();
        for (Lost lost : found.lost) {
            Optional<Vector> vector = embed(lost);
            vector.ifPresent(again -> found.rows.add(row(lost.key, lost.document, again)));
            if (vector.isEmpty()) {
                refused.add(lost);
            }
        }
        return new Found(found.rows, refused, found.gone);
    }

    /// @return empty where its text is refused
    Optional<Vector> embed(Lost lost) {
        try {
            return Optional.of(mend.vector(lost.document, lost.key.hash()));
        } catch (Refused e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    () -> "row has lost its vector, and its text is refused key=" + lost.key,
                    e);
            return Optional.empty();
        }
    }

    World.Lane lane() {
        return mend.lane();
    }

    private static Store.Row row(RowKey key, Committed document, Vector vector) {
        Placement placement = Ledger.placed(document, key.hash()).orElseThrow().placement();
        return new Store.Row(
                key,
                document.content().text().substring(placement.start(), placement.end()),
                vector,
                document.metadata());
    }
}

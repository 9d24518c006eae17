package io.freshet.projector;

import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.Placement;
import io.freshet.RowKey;
import io.freshet.Vector;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import io.freshet.spi.Vectors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The rows that a store should hold, put together from the ledger and the vectors. Blocking; safe
/// for any thread.
final class LedgerRows {
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

    /// As [#find]; what has lost its vector is embedded again.
    Found findOrEmbed(Collection<RowKey> keys, long version) {
        Found found = find(keys, version);
        for (Lost lost : found.lost) {
            Vector vector = embed(lost);
            found.rows.add(row(lost.key, lost.document, vector));
        }
        return new Found(found.rows, List.of(), found.gone);
    }

    Vector embed(Lost lost) {
        return mend.vector(lost.document, lost.key.hash());
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

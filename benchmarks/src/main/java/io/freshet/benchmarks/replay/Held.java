package io.freshet.benchmarks.replay;

import io.freshet.Chunk;
import io.freshet.Chunked;
import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.Placement;
import io.freshet.RowKey;
import io.freshet.Vector;
import io.freshet.benchmarks.running.NoModel;
import io.freshet.benchmarks.running.Opened;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import io.freshet.spi.Vectors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a server's ledger, store and vectors hold, read beside it. Confined to one thread.
final class Held {
    private static final int PAGE = 500;

    private final Ledger ledger;
    private final Store store;
    private final Vectors vectors;

    Held(Opened ports) {
        this.ledger = ports.first(Ledger.class);
        this.store = ports.first(Store.class);
        this.vectors = ports.first(Vectors.class);
    }

    /// The newest committed state of these documents, of those that are there.
    Map<DocumentId, Committed> documents(Collection<DocumentId> ids) {
        return ledger.documents(ids, ledger.head().version());
    }

    SortedMap<String, Committed> documents() {
        SortedMap<String, Committed> documents = new TreeMap<>();
        long version = ledger.head().version();
        Optional<DocumentId> after = Optional.empty();
        while (true) {
            List<Committed> page = ledger.list("", after, PAGE, version);
            page.forEach(one -> documents.put(one.document().value(), one));
            if (page.size() < PAGE) {
                return documents;
            }
            after = Optional.of(page.getLast().document());
        }
    }

    /// Each document is cut as a fresh index would cut it; the store has a row for each distinct
    /// chunk of each document and no other; each chunk has the vector that belongs to its text.
    ///
    /// @return the hashes of all their chunks
    Set<String> equalsFresh(SortedMap<String, Committed> documents, Fresh fresh) {
        SortedSet<RowKey> rows = new TreeSet<>();
        Map<String, String> texts = new TreeMap<>();
        for (Committed held : documents.values()) {
            Chunked made = fresh.cut(held.content());
            Wrong.unlessEqual(
                    held.placements(), made.placements(), "cut otherwise: " + held.document());
            for (Placement placement : held.placements()) {
                rows.add(new RowKey(held.document(), placement.hash()));
            }
            for (Chunk chunk : made.chunks().values()) {
                texts.put(chunk.hash(), chunk.text());
            }
        }
        Wrong.unless(ledger.head().chunks() == rows.size(), "chunks counted in the ledger");
        Wrong.unless(rows.equals(rows()), "rows of the store: " + rows().size());
        vectorsAreOf(texts);
        return texts.keySet();
    }

    private SortedSet<RowKey> rows() {
        SortedSet<RowKey> rows = new TreeSet<>();
        Optional<RowKey> after = Optional.empty();
        while (true) {
            List<RowKey> page = store.rows(after, PAGE);
            rows.addAll(page);
            if (page.isEmpty()) {
                return rows;
            }
            after = Optional.of(page.getLast());
        }
    }

    private void vectorsAreOf(Map<String, String> texts) {
        List<String> hashes = new ArrayList<>(texts.keySet());
        for (int from = 0; from < hashes.size(); from += PAGE) {
            List<String> some = hashes.subList(from, Math.min(from + PAGE, hashes.size()));
            Map<String, Vector> found = vectors.find(ledger.head().space(), some);
            for (String hash : some) {
                Wrong.unlessEqual(
                        Optional.ofNullable(found.get(hash)),
                        Optional.of(new Vector(NoModel.vector(texts.getOrDefault(hash, "")))),
                        "vector of chunk " + hash);
            }
        }
    }
}

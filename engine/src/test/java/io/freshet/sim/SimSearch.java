package io.freshet.sim;

import io.freshet.Committed;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Placement;
import io.freshet.RowKey;
import io.freshet.SearchRequest;
import io.freshet.SearchRequest.Mode;
import io.freshet.SearchResult;
import io.freshet.SearchResult.Hit;
import io.freshet.Vector;
import io.freshet.engine.Pipeline;
import io.freshet.search.Fusion;
import io.freshet.spi.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;

/// Compares what a search answers with an exact scan of the ledger at the version that it names
/// (I3). Confined to one thread.
final class SimSearch {
    private static final int MANY = 10_000;

    private final SimCollection collection;

    SimSearch(SimCollection collection) {
        this.collection = collection;
    }

    /// @return whether it was answered: while a collection starts, or its ports are in trouble, it
    ///   is not
    boolean run(SimAction.Search search) {
        Optional<Pipeline> steps = collection.pipeline();
        if (steps.isEmpty()) {
            return false;
        }
        SearchRequest request = collection.request(search);
        long announced = steps.get().feed().announced();
        Vector question = collection.embedding().real().right(search.words());
        try {
            SearchResult result = steps.get().shortlist(request, Optional.of(question)).result();
            check(result, request, question, announced);
            return true;
        } catch (Unavailable e) {
            return false;
        }
    }

    /// @param since the version that must be seen at least
    void check(SearchResult result, SearchRequest request, Vector question, long since) {
        long version = result.indexVersion();
        SimPromise.that(
                version >= since,
                () -> "I3: a search sees version " + version + " when " + since + " is announced");
        List<Hit> expected = scan(request, question, version);
        boolean sameOrder = request.mode() == Mode.VECTOR || !collection.mayHaveStrayRows();
        SimPromise.that(
                sameOrder
                        ? seen(expected).equals(seen(result.hits()))
                        : new TreeSet<>(seen(expected)).equals(new TreeSet<>(seen(result.hits()))),
                () ->
                        "I3: a search is not the scan of its version "
                                + version
                                + ": "
                                + seen(result.hits())
                                + " and not "
                                + seen(expected));
    }

    /// Each hit without its score, which depends on what else a store holds.
    private static List<String> seen(List<Hit> hits) {
        return hits.stream()
                .map(
                        hit ->
                                hit.chunk().document()
                                        + " "
                                        + hit.chunk().hash()
                                        + " of "
                                        + hit.indexVersion()
                                        + " at "
                                        + hit.ordinal()
                                        + " "
                                        + hit.metadata()
                                        + " "
                                        + hit.text().hashCode())
                .toList();
    }

    private List<Hit> scan(SearchRequest request, Vector question, long version) {
        TreeMap<RowKey, Hit> hits = new TreeMap<>();
        List<Store.Row> rows = new ArrayList<>();
        for (Committed document :
                collection
                        .ledger()
                        .list(request.scope().prefix(), Optional.empty(), MANY, version)) {
            for (int i = document.placements().size() - 1; i >= 0; i--) {
                Hit hit = hit(document, i);
                hits.put(hit.chunk(), hit);
            }
        }
        for (Committed document : collection.ledger().list("", Optional.empty(), MANY, version)) {
            for (int i = 0; i < document.placements().size(); i++) {
                rows.add(row(document, hit(document, i)));
            }
        }
        try (MemoryStore scanned = new MemoryStore("scan", new MemoryStore.Disk())) {
            scanned.write(List.of(), rows);
            scanned.publish("scan", version);
            Store.Candidates found = scanned.search(query(request, question));
            return Fusion.fuse(found, request.mode(), collection.settings().search().fusion())
                    .stream()
                    .map(fused -> hits.get(fused.key()))
                    .limit(request.k())
                    .toList();
        }
    }

    private static Store.Query query(SearchRequest request, Vector question) {
        return new Store.Query(
                request.mode() == Mode.VECTOR ? Optional.empty() : Optional.of(request.query()),
                request.mode() == Mode.KEYWORD ? Optional.empty() : Optional.of(question),
                request.scope(),
                MANY,
                true);
    }

    private Store.Row row(Committed document, Hit hit) {
        return new Store.Row(
                hit.chunk(),
                hit.text(),
                collection.embedding().right(hit.chunk().hash()),
                document.metadata());
    }

    private static Hit hit(Committed document, int ordinal) {
        Placement placement = document.placements().get(ordinal);
        return new Hit(
                new RowKey(document.document(), placement.hash()),
                document.content().text().substring(placement.start(), placement.end()).strip(),
                0,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                placement.headings(),
                ordinal,
                document.metadata(),
                document.version(),
                document.updatedAt());
    }
}

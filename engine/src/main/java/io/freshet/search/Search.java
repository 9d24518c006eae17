package io.freshet.search;

import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.Placement;
import io.freshet.SearchRequest;
import io.freshet.SearchResult;
import io.freshet.SearchSettings;
import io.freshet.Vector;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/// Answers a question: candidates from the primary store at the version that it shows, everything
/// else from the ledger at that same version (I3). A candidate that is not live there is dropped
/// and counted as drift. Blocking; safe for any thread.
public final class Search {
    private static final int DEPTH_MAX = 10_000;

    private final Store store;
    private final Ledger ledger;
    private final SearchSettings settings;
    private final AtomicLong drift = new AtomicLong();

    public Search(Store store, Ledger ledger, SearchSettings settings) {
        this.store = store;
        this.ledger = ledger;
        this.settings = settings;
    }

    /// Candidates that the ledger did not know at their version, since the start.
    public long drift() {
        return drift.get();
    }

    /// @param vector of the query, where the mode needs one
    public SearchResult search(SearchRequest request, Optional<Vector> vector) {
        for (int depth = Math.max(settings.depth(), 2 * request.k()); ; depth *= 4) {
            Store.Candidates found = store.search(query(request, vector, depth));
            List<SearchResult.Hit> hits = hits(request, found);
            boolean exhausted = found.byVector().size() < depth && found.byKeyword().size() < depth;
            if (hits.size() == request.k() || exhausted || depth >= DEPTH_MAX) {
                return new SearchResult(found.version(), hits);
            }
        }
    }

    private static Store.Query query(SearchRequest request, Optional<Vector> vector, int depth) {
        boolean keyword = request.mode() != SearchRequest.Mode.VECTOR && !request.query().isBlank();
        boolean similar = request.mode() != SearchRequest.Mode.KEYWORD;
        return new Store.Query(
                keyword ? Optional.of(request.query()) : Optional.empty(),
                similar ? vector : Optional.empty(),
                request.scope(),
                Math.min(depth, DEPTH_MAX),
                request.exact());
    }

    private List<SearchResult.Hit> hits(SearchRequest request, Store.Candidates found) {
        List<Fusion.Fused> fused = Fusion.fuse(found, request.mode(), settings.fusion());
        Map<DocumentId, Integer> ofDocument = new HashMap<>();
        List<SearchResult.Hit> hits = new ArrayList<>();
        for (int from = 0; from < fused.size() && hits.size() < request.k(); from += request.k()) {
            List<Fusion.Fused> page =
                    fused.subList(from, Math.min(fused.size(), from + request.k()));
            TreeSet<DocumentId> ids = new TreeSet<>();
            page.forEach(candidate -> ids.add(candidate.key().document()));
            Map<DocumentId, Committed> documents = ledger.documents(ids, found.version());
            for (Fusion.Fused candidate : page) {
                hit(candidate, documents, request)
                        .filter(_ -> hits.size() < request.k())
                        .filter(hit -> isWithinDocumentLimit(hit, request, ofDocument))
                        .ifPresent(hits::add);
            }
        }
        return hits;
    }

    private static boolean isWithinDocumentLimit(
            SearchResult.Hit hit, SearchRequest request, Map<DocumentId, Integer> ofDocument) {
        int seen = ofDocument.merge(hit.chunk().document(), 1, Integer::sum);
        return request.perDocument() == 0 || seen <= request.perDocument();
    }

    private Optional<SearchResult.Hit> hit(
            Fusion.Fused candidate, Map<DocumentId, Committed> documents, SearchRequest request) {
        Committed document = documents.get(candidate.key().document());
        Optional<Ledger.Placed> placed =
                document == null
                        ? Optional.empty()
                        : Ledger.placed(document, candidate.key().hash());
        if (document == null || placed.isEmpty()) {
            drift.incrementAndGet();
            return Optional.empty();
        }
        Placement placement = placed.get().placement();
        return Optional.of(
                new SearchResult.Hit(
                        candidate.key(),
                        text(document, placed.get().ordinal(), request.context()),
                        candidate.score(),
                        candidate.vector(),
                        candidate.keyword(),
                        placement.headings(),
                        placed.get().ordinal(),
                        document.metadata(),
                        document.version(),
                        document.updatedAt()));
    }

    private static String text(Committed document, int ordinal, int context) {
        List<Placement> placements = document.placements();
        int first = Math.max(0, ordinal - context);
        int last = Math.min(placements.size() - 1, ordinal + context);
        return document.content()
                .text()
                .substring(placements.get(first).start(), placements.get(last).end())
                .strip();
    }
}

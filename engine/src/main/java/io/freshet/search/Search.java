package io.freshet.search;

import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.Placement;
import io.freshet.SearchRequest;
import io.freshet.SearchResult;
import io.freshet.SearchSettings;
import io.freshet.Text;
import io.freshet.Vector;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

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

    /// In the order that was found.
    ///
    /// @param vector of the query, where the mode needs one
    public SearchResult search(SearchRequest request, Optional<Vector> vector) {
        return shortlist(request, vector).result();
    }

    /// Enough candidates to answer in whatever order the best of them are put.
    ///
    /// @param vector of the query, where the mode needs one
    public Shortlist shortlist(SearchRequest request, Optional<Vector> vector) {
        return shortlist(request, depth -> store.search(query(request, vector, depth)));
    }

    /// A search at a retained version that no store need show.
    ///
    /// @param vector of the query, where the mode needs one
    public PastSearch past(
            SearchRequest request,
            Optional<Vector> vector,
            long version,
            PastSearch.Vectors vectors) {
        boolean oneRound = request.perDocument() == 0;
        Store.Query query = query(request, vector, oneRound ? depth(request) : DEPTH_MAX);
        return new PastSearch(this, ledger, store.ranking(query), query, request, version, vectors);
    }

    private int depth(SearchRequest request) {
        return Math.min(Math.max(settings.depth(), 2 * request.candidates()), DEPTH_MAX);
    }

    /// @param lists the best candidates, at most so many in each list
    Shortlist shortlist(SearchRequest request, IntFunction<Store.Candidates> lists) {
        for (int depth = depth(request); ; depth = Math.min(4 * depth, DEPTH_MAX)) {
            Store.Candidates found = lists.apply(depth);
            Collecting collecting = collected(request, found);
            boolean exhausted = found.byVector().size() < depth && found.byKeyword().size() < depth;
            if (collecting.isEnough() || exhausted || depth >= DEPTH_MAX) {
                return new Shortlist(request, found.version(), collecting.found());
            }
        }
    }

    private static Store.Query query(SearchRequest request, Optional<Vector> vector, int depth) {
        boolean keyword =
                request.mode() != SearchRequest.Mode.VECTOR && !Text.isBlank(request.query());
        boolean similar = request.mode() != SearchRequest.Mode.KEYWORD;
        return new Store.Query(
                keyword ? Optional.of(request.query()) : Optional.empty(),
                similar ? vector : Optional.empty(),
                request.scope(),
                depth,
                request.exact());
    }

    private Collecting collected(SearchRequest request, Store.Candidates found) {
        List<Fusion.Fused> fused = Fusion.fuse(found, request.mode(), settings.fusion());
        Collecting collecting = new Collecting(request);
        int size = request.candidates();
        for (int from = 0; from < fused.size() && !collecting.isEnough(); from += size) {
            List<Fusion.Fused> page = fused.subList(from, Math.min(fused.size(), from + size));
            TreeSet<DocumentId> ids = new TreeSet<>();
            page.forEach(candidate -> ids.add(candidate.key().document()));
            Map<DocumentId, Committed> documents = ledger.documents(ids, found.version());
            for (Fusion.Fused candidate : page) {
                if (!collecting.isEnough()) {
                    found(candidate, documents, request).ifPresent(collecting::add);
                }
            }
        }
        return collecting;
    }

    private Optional<Shortlist.Found> found(
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
        int ordinal = placed.get().ordinal();
        SearchResult.Hit hit =
                new SearchResult.Hit(
                        candidate.key(),
                        text(document, ordinal, request.context()),
                        candidate.score(),
                        candidate.vector(),
                        candidate.keyword(),
                        OptionalDouble.empty(),
                        placement.headings(),
                        ordinal,
                        document.metadata(),
                        document.version(),
                        document.updatedAt());
        String own = request.context() == 0 ? hit.text() : text(document, ordinal, 0);
        return Optional.of(new Shortlist.Found(hit, own));
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

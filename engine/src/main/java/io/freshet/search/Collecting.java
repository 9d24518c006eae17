package io.freshet.search;

import io.freshet.SearchRequest;
import java.util.ArrayList;
import java.util.List;

/// Candidates, until they are enough: how many hits a list makes does not depend on its order,
/// since each document counts up to its limit. Confined to one search.
final class Collecting {
    private final SearchRequest request;
    private final List<Shortlist.Found> found = new ArrayList<>();
    private final DocumentLimit limit;
    private int hits;

    Collecting(SearchRequest request) {
        this.request = request;
        this.limit = new DocumentLimit(request.perDocument());
    }

    void add(Shortlist.Found candidate) {
        found.add(candidate);
        if (limit.takes(candidate.hit().chunk().document())) {
            hits++;
        }
    }

    boolean isEnough() {
        boolean asked = request.rerank().isEmpty() || found.size() >= request.candidates();
        return hits >= request.k() && asked;
    }

    List<Shortlist.Found> found() {
        return found;
    }
}

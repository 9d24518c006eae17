package io.freshet.search;

import io.freshet.DocumentId;
import java.util.HashMap;
import java.util.Map;

/// How many hits of one document are taken. Confined to one search.
final class DocumentLimit {
    private final int most;
    private final Map<DocumentId, Integer> seen = new HashMap<>();

    /// @param most of one document, 0 = no limit
    DocumentLimit(int most) {
        this.most = most;
    }

    /// Whether this one more is within it.
    boolean takes(DocumentId document) {
        return seen.merge(document, 1, Integer::sum) <= most || most == 0;
    }
}

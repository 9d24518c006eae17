package io.freshet;

import java.util.Collections;
import java.util.List;

/// The documents that something is done to: every one whose id starts with a prefix, or those of
/// them that are named.
///
/// @param prefix that the documents' ids start with
/// @param documents only these, or all of the prefix where empty
public record Scope(String prefix, List<DocumentId> documents) {
    public Scope {
        documents = documents.stream().distinct().sorted().toList();
    }

    public boolean covers(DocumentId document) {
        return document.value().startsWith(prefix)
                && (documents.isEmpty() || Collections.binarySearch(documents, document) >= 0);
    }
}

package io.freshet;

import java.time.Instant;
import java.util.List;

/// What is to be forgotten: every document whose id starts with a prefix, or those that are named.
///
/// @param prefix that the documents' ids start with; empty where they are named, or all are meant
/// @param documents only these, or all of the prefix where empty
/// @param timestamp of the version that it makes
public record Purge(String prefix, List<DocumentId> documents, Instant timestamp) {
    public Purge {
        documents = documents.stream().distinct().sorted().toList();
        Check.that(
                prefix.isEmpty() || documents.isEmpty(),
                () -> "a purge has a prefix or names documents");
    }

    public boolean covers(DocumentId document) {
        return scope().covers(document);
    }

    public Scope scope() {
        return new Scope(prefix, documents);
    }
}

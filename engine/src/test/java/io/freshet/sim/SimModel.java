package io.freshet.sim;

import io.freshet.Change;
import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.IndexEvent;
import io.freshet.Metadata;
import io.freshet.Submission;
import io.freshet.Sweep;
import io.freshet.Sweep.Selection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What a collection must come to, told naively: a map of the last accepted states. Confined to one
/// thread.
final class SimModel {
    /// A document's text and metadata.
    record State(String text, Metadata metadata) {
        static State of(Committed document) {
            return new State(document.content().text(), document.metadata());
        }
    }

    private final Map<DocumentId, State> documents = new TreeMap<>();
    private final Map<DocumentId, Long> floors = new HashMap<>();
    private long accepted;

    /// @return whether it must have been accepted
    boolean fold(Submission submission) {
        List<DocumentId> swept = swept(submission);
        boolean tooMany =
                submission.sweep().stream()
                        .flatMapToLong(sweep -> sweep.expectMax().stream())
                        .anyMatch(max -> swept.size() > max);
        if (tooMany) {
            return false;
        }
        for (IndexEvent event : submission.events()) {
            for (DocumentId document : event.documents()) {
                accepted++;
                if (!isOld(event, document)) {
                    fold(document, event.change());
                }
            }
        }
        for (DocumentId document : swept) {
            accepted++;
            fold(document, new Change.Delete());
        }
        return true;
    }

    private List<DocumentId> swept(Submission submission) {
        Set<DocumentId> named = new HashSet<>();
        submission.events().forEach(event -> named.addAll(event.documents()));
        return submission.sweep().map(Sweep::selection).stream()
                .flatMap(
                        selection ->
                                documents.keySet().stream()
                                        .filter(document -> selects(selection, document)))
                .filter(document -> !named.contains(document))
                .toList();
    }

    private static boolean selects(Selection selection, DocumentId document) {
        return switch (selection) {
            case Selection.Prefix(String prefix) -> document.value().startsWith(prefix);
            case Selection.Documents(List<DocumentId> some) -> some.contains(document);
            case Selection.Matching _ ->
                    throw new IllegalStateException("what is committed is not known here");
        };
    }

    private void fold(DocumentId document, Change change) {
        switch (change) {
            case Change.Delete _ -> documents.remove(document);
            case Change.Refresh _ -> {}
            case Change.Upsert upsert ->
                    documents.put(
                            document,
                            new State(
                                    upsert.content().orElseThrow().text(),
                                    upsert.metadata().of(Metadata.NONE)));
        }
    }

    private boolean isOld(IndexEvent event, DocumentId document) {
        if (event.sourceVersion().isEmpty()) {
            return false;
        }
        long version = event.sourceVersion().getAsLong();
        if (version <= floors.getOrDefault(document, Long.MIN_VALUE)) {
            return true;
        }
        floors.put(document, version);
        return false;
    }

    /// What was asked for in vain is not asked for any more: the document stays as it is committed.
    void discard(DocumentId document, Optional<State> committed) {
        documents.remove(document);
        committed.ifPresent(state -> documents.put(document, state));
    }

    Map<DocumentId, State> documents() {
        return Collections.unmodifiableMap(documents);
    }

    /// Events, one for each document of each.
    long accepted() {
        return accepted;
    }
}

package io.freshet.source;

import io.freshet.DocumentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Documents that are looked at again at a time: one that still changes, one that is missing, one
/// that could not be read. Confined to its shard.
final class Relooks {
    private record Due(Instant at, DocumentId document) {}

    private final TreeSet<Due> dues =
            new TreeSet<>(
                    Comparator.comparing(Due::at).thenComparing(due -> due.document().value()));
    private final Map<DocumentId, Due> byDocument = new HashMap<>();

    void set(DocumentId document, Instant at) {
        clear(document);
        Due due = new Due(at, document);
        byDocument.put(document, due);
        dues.add(due);
    }

    void clear(DocumentId document) {
        Due due = byDocument.remove(document);
        if (due != null) {
            dues.remove(due);
        }
    }

    /// Those whose time has come; they are forgotten here.
    List<DocumentId> take(Instant now) {
        List<DocumentId> taken = new ArrayList<>();
        while (!dues.isEmpty() && !dues.getFirst().at().isAfter(now)) {
            Due due = dues.removeFirst();
            byDocument.remove(due.document());
            taken.add(due.document());
        }
        return taken;
    }

    Instant next() {
        return dues.isEmpty() ? Instant.MAX : dues.getFirst().at();
    }
}

package io.freshet.benchmarks.recall;

import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.RowKey;
import io.freshet.server.json.Json;
import io.freshet.spi.Ledger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the hits of a ledger's rows show. Confined to one thread.
final class Shown {
    private static final int DOCUMENTS_KEPT = 1000;

    private final Ledger ledger;
    private final long version;
    private final Map<DocumentId, Committed> documents = new LinkedHashMap<>();

    Shown(Ledger ledger) {
        this.ledger = ledger;
        this.version = ledger.head().version();
    }

    /// @param metadata as JSON
    record Hit(String text, List<String> headings, int ordinal, String metadata) {}

    Hit of(RowKey key) {
        if (documents.size() > DOCUMENTS_KEPT) {
            documents.clear();
        }
        Committed document = documents.computeIfAbsent(key.document(), this::document);
        var placed = Ledger.placed(document, key.hash()).orElseThrow();
        var placement = placed.placement();
        return new Hit(
                document.content().text().substring(placement.start(), placement.end()).strip(),
                placement.headings(),
                placed.ordinal(),
                Json.tree(document.metadata()).toString());
    }

    private Committed document(DocumentId id) {
        return ledger.documents(List.of(id), version).values().iterator().next();
    }
}

package io.freshet.migration;

import io.freshet.Chunk;
import io.freshet.Chunked;
import io.freshet.Committed;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Metadata;
import io.freshet.Placement;
import io.freshet.RowKey;
import io.freshet.Vector;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// Reads the ledger's documents, some at a time, and cuts them as the other side does: so both of
/// its stores are projections of one ledger, and a restart needs to know nothing but the version
/// that a store shows. Blocking; safe for any thread.
///
/// @param cut as the other side cuts
public record Pages(Ledger ledger, Function<Content, Chunked> cut, Texts texts) {
    /// Documents of a page: each brings its text.
    static final int DOCUMENTS = 50;

    /// From nothing.
    Page whole(long version, Optional<DocumentId> after) {
        List<Committed> documents = ledger.list("", after, DOCUMENTS, version);
        Sum sum = new Sum();
        documents.forEach(document -> sum.add(Optional.empty(), Optional.of(document)));
        List<DocumentId> ids = documents.stream().map(Committed::document).toList();
        return sum.page(ids, documents.isEmpty() ? Optional.empty() : Optional.of(ids.getLast()));
    }

    /// From one version to another.
    Page changes(long from, long to, Optional<DocumentId> after) {
        List<DocumentId> touched = ledger.touched(from, to, after, DOCUMENTS);
        Map<DocumentId, Committed> before = ledger.documents(touched, from);
        Map<DocumentId, Committed> then = ledger.documents(touched, to);
        Sum sum = new Sum();
        for (DocumentId document : touched) {
            sum.add(
                    Optional.ofNullable(before.get(document)),
                    Optional.ofNullable(then.get(document)));
        }
        boolean ends = touched.size() < DOCUMENTS;
        return sum.page(touched, ends ? Optional.empty() : Optional.of(touched.getLast()));
    }

    /// Writes a page, nothing of which lacks a vector; repeatable.
    void write(Page page, Store store) {
        Map<String, Vector> vectors =
                texts.known(page.rows().stream().map(row -> row.key().hash()).toList());
        List<Store.Row> rows = new ArrayList<>();
        for (Page.Row row : page.rows()) {
            Vector vector = vectors.get(row.key().hash());
            if (vector == null) {
                throw new Unavailable("a vector is lost", Duration.ofMillis(1));
            }
            rows.add(row.with(vector));
        }
        store.write(page.removed(), rows);
    }

    /// What a page comes to. Confined to one call.
    private final class Sum {
        private final List<RowKey> removed = new ArrayList<>();
        private final List<Page.Row> rows = new ArrayList<>();
        private final Map<String, Chunk> chunks = new TreeMap<>();

        void add(Optional<Committed> before, Optional<Committed> then) {
            Set<String> held = new TreeSet<>();
            before.ifPresent(old -> held.addAll(cut.apply(old.content()).chunks().keySet()));
            Set<String> now = new TreeSet<>();
            then.ifPresent(
                    document -> {
                        boolean isSame = sameMetadata(before, document.metadata());
                        Chunked pieces = cut.apply(document.content());
                        now.addAll(pieces.chunks().keySet());
                        write(document, pieces, isSame ? held : Set.of());
                    });
            for (String hash : held) {
                if (!now.contains(hash)) {
                    removed.add(new RowKey(before.orElseThrow().document(), hash));
                }
            }
        }

        private static boolean sameMetadata(Optional<Committed> before, Metadata now) {
            return before.filter(old -> old.metadata().equals(now)).isPresent();
        }

        /// Vectors are looked for of rows that the store holds, too: where a document was changed
        /// and changed back since, a purge in between has dropped them, as no version that is cut
        /// this way referred to them.
        private void write(Committed document, Chunked pieces, Collection<String> held) {
            Map<String, Placement> first = new LinkedHashMap<>();
            pieces.placements().forEach(each -> first.putIfAbsent(each.hash(), each));
            first.forEach(
                    (hash, place) -> {
                        chunks.put(hash, pieces.chunks().get(hash));
                        if (!held.contains(hash)) {
                            rows.add(row(document, place));
                        }
                    });
        }

        private static Page.Row row(Committed document, Placement place) {
            return new Page.Row(
                    new RowKey(document.document(), place.hash()),
                    document.content().text().substring(place.start(), place.end()),
                    document.metadata());
        }

        Page page(List<DocumentId> documents, Optional<DocumentId> next) {
            chunks.keySet().removeAll(texts.known(chunks.keySet()).keySet());
            return new Page(documents.size(), removed, rows, chunks, next);
        }
    }
}

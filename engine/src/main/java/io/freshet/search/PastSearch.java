package io.freshet.search;

import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.Metadata;
import io.freshet.Outline;
import io.freshet.Placement;
import io.freshet.RowKey;
import io.freshet.SearchRequest;
import io.freshet.Vector;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import io.freshet.spi.World.Lane;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/// One question as of a retained version: the ledger's documents of that version are gone through
/// by id, page by page, and their rows ranked as an exact search ranks them. So it answers what a
/// search of an index built from that version would (I3, I4), and what it keeps in memory depends
/// on the question, not on the collection. Blocking; one caller reads and one ranks.
///
/// Whoever runs it asks afterwards whether the version is retained still: where it is not, pages
/// may have been empty that were not.
public final class PastSearch {
    /// Documents in a page: few, since each brings its text.
    private static final int PAGE = 50;

    private final Search search;
    private final Ledger ledger;
    private final Store.Ranking ranking;
    private final Store.Query query;
    private final SearchRequest request;
    private final long version;
    private final Vectors vectors;
    private final BiPredicate<DocumentId, Metadata> scope;

    /// Rows in scope whose vector is not known.
    private final Deque<RowKey> lost = new ArrayDeque<>();

    private Optional<DocumentId> after = Optional.empty();
    private boolean comparesVectors;
    private boolean isOver;

    PastSearch(
            Search search,
            Ledger ledger,
            Store.Ranking ranking,
            Store.Query query,
            SearchRequest request,
            long version,
            Vectors vectors) {
        this.search = search;
        this.ledger = ledger;
        this.ranking = ranking;
        this.query = query;
        this.request = request;
        this.version = version;
        this.vectors = vectors;
        this.scope = request.scope().test();
        this.comparesVectors = query.vector().isPresent();
    }

    /// The vectors of the version's space.
    public interface Vectors {
        /// Those that are known, by hash.
        Map<String, Vector> find(Collection<String> hashes);

        /// Embeds again a chunk that has lost its vector; empty where its text is refused now.
        Optional<Vector> again(Committed document, String hash);

        /// Where that is done.
        Lane lane();
    }

    /// A page as it was read, to be ranked.
    ///
    /// @param texts none where no words are asked for
    /// @param rows those in scope whose vectors are compared
    public record Page(
            List<Committed> texts,
            SortedSet<RowKey> rows,
            Map<String, Vector> vectors,
            boolean isLast) {
        public Page {
            texts = List.copyOf(texts);
            rows = Collections.unmodifiableSortedSet(rows);
            vectors = Collections.unmodifiableMap(vectors);
        }
    }

    /// The next page: documents, and the vectors of those in scope. It may be read while the one
    /// before is ranked.
    public Page read() {
        List<Committed> texts = List.of();
        List<Outline> outlines;
        if (query.words().isPresent()) {
            texts = ledger.list("", after, PAGE, version);
            outlines = texts.stream().map(Outline::of).toList();
        } else {
            outlines = ledger.outlines(request.scope().prefix(), after, PAGE, version);
        }
        SortedSet<RowKey> rows = comparesVectors ? rows(outlines) : new TreeSet<>();
        Set<String> hashes = new TreeSet<>();
        rows.forEach(key -> hashes.add(key.hash()));
        boolean isLast = outlines.size() < PAGE;
        after = isLast ? Optional.empty() : Optional.of(outlines.getLast().document());
        comparesVectors &= !isLast;
        Map<String, Vector> known = hashes.isEmpty() ? new TreeMap<>() : vectors.find(hashes);
        return new Page(texts, rows, known, isLast);
    }

    private SortedSet<RowKey> rows(List<Outline> documents) {
        SortedSet<RowKey> rows = new TreeSet<>();
        for (Outline document : documents) {
            if (scope.test(document.document(), document.metadata())) {
                for (Placement placement : document.placements()) {
                    rows.add(new RowKey(document.document(), placement.hash()));
                }
            }
        }
        return rows;
    }

    public void rank(Page page) {
        page.texts.forEach(this::rank);
        for (RowKey key : page.rows) {
            Vector vector = page.vectors.get(key.hash());
            if (vector == null) {
                lost.add(key);
            } else {
                ranking.compare(key, vector);
            }
        }
        isOver = page.isLast && (query.words().isEmpty() || !ranking.readsAgain());
    }

    /// Words are counted in all rows, in scope or not. A chunk that repeats is one row, with the
    /// text of its first place.
    private void rank(Committed document) {
        boolean inScope = scope.test(document.document(), document.metadata());
        Set<String> seen = new TreeSet<>();
        String text = document.content().text();
        for (Placement placement : document.placements()) {
            if (seen.add(placement.hash())) {
                ranking.read(
                        new RowKey(document.document(), placement.hash()),
                        text.substring(placement.start(), placement.end()),
                        inScope);
            }
        }
    }

    /// Whether rows that were ranked have lost their vector: they are embedded before any other
    /// page is ranked.
    public boolean hasLost() {
        return !lost.isEmpty();
    }

    /// Where that is done.
    public Lane lane() {
        return vectors.lane();
    }

    /// Embeds one of them again.
    public void embedLost() {
        embed(lost.removeFirst());
    }

    /// Whether all pages are ranked. After the last page it may be that all must be once more.
    public boolean isOver() {
        return isOver;
    }

    private void embed(RowKey key) {
        Committed document = ledger.documents(List.of(key.document()), version).get(key.document());
        if (document != null) {
            vectors.again(document, key.hash()).ifPresent(vector -> ranking.compare(key, vector));
        }
    }

    /// What was found, once it is over.
    public Shortlist shortlist() {
        Store.Candidates all = ranking.candidates(version);
        return search.shortlist(
                request,
                depth ->
                        new Store.Candidates(
                                version,
                                first(all.byVector(), depth),
                                first(all.byKeyword(), depth)));
    }

    private static List<Store.Candidate> first(List<Store.Candidate> list, int count) {
        return list.subList(0, Math.min(count, list.size()));
    }
}

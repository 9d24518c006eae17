package io.freshet.benchmarks.recall;

import io.freshet.EmbeddingSpace;
import io.freshet.RowKey;
import io.freshet.SearchRequest;
import io.freshet.SearchRequest.Mode;
import io.freshet.SearchResult.Hit;
import io.freshet.SearchSettings;
import io.freshet.Vector;
import io.freshet.benchmarks.running.DataDirectory;
import io.freshet.benchmarks.running.Directories;
import io.freshet.search.Search;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// What a server stored, asked by the search that answers requests. Confined to one thread.
final class Measuring implements AutoCloseable {
    private static final int HITS = 10;
    private static final long SEED = 2;

    private final TopicModel model;
    private final Path lucene;
    private final Ledger ledger;
    private final Store store;
    private final SearchSettings settings;
    private final Search search;
    private final List<String> questions;

    Measuring(DataDirectory data, Path lucene, TopicModel model, int questions) {
        EmbeddingSpace space = model.space();
        this.model = model;
        this.lucene = lucene;
        this.ledger = data.adapters().ledger(DataDirectory.KNOWLEDGE_BASE, "unused");
        this.store =
                data.adapters().stores(DataDirectory.KNOWLEDGE_BASE, space.dimensions()).getFirst();
        this.settings = data.settings().search();
        this.search = new Search(store, ledger, settings);
        Prose prose = new Prose(SEED);
        this.questions = IntStream.range(0, questions).mapToObj(_ -> prose.question()).toList();
    }

    long rows() {
        return store.applied().rows();
    }

    /// The share of the ten nearest that a search finds.
    double recall(Share share) {
        int found = 0;
        int there = 0;
        for (String question : questions) {
            Set<RowKey> nearest = keys(question, share, true);
            there += nearest.size();
            nearest.retainAll(keys(question, share, false));
            found += nearest.size();
        }
        return (double) found / there;
    }

    private Set<RowKey> keys(String question, Share share, boolean exact) {
        Set<RowKey> keys = new HashSet<>();
        ask(request(question, share, Mode.VECTOR, exact), model.vector(question))
                .forEach(hit -> keys.add(hit.chunk()));
        return keys;
    }

    private static SearchRequest request(String question, Share share, Mode mode, boolean exact) {
        return new SearchRequest(
                question, Optional.empty(), mode, HITS, share.scope(), 0, 0, exact);
    }

    private List<Hit> ask(SearchRequest request, Vector vector) {
        return search.search(request, Optional.of(vector)).hits();
    }

    /// @param productMs at the median
    /// @param bareMs at the median
    record Times(double productMs, double bareMs, int segments) {
        double ratio() {
            return productMs / bareMs;
        }
    }

    /// A hybrid search by a ready vector beside bare Lucene's, one after the other.
    Times times(Share share, int rounds) throws IOException {
        Path copy = Directories.make();
        try (Bare bare = Bare.of(lucene, new Shown(ledger), copy, settings)) {
            List<Vector> vectors = questions.stream().map(model::vector).toList();
            long[] product = new long[rounds * questions.size()];
            long[] lucene = new long[product.length];
            long hits = 0;
            for (int i = -product.length; i < product.length; i++) {
                int asked = Math.floorMod(i, questions.size());
                String question = questions.get(asked);
                Vector vector = vectors.get(asked);
                float[] unit = unit(vector);
                long start = System.nanoTime();
                hits += ask(request(question, share, Mode.HYBRID, false), vector).size();
                long middle = System.nanoTime();
                hits -= bare.search(question, unit, share, HITS).size();
                long end = System.nanoTime();
                if (i >= 0) {
                    product[i] = middle - start;
                    lucene[i] = end - middle;
                }
            }
            if (hits != 0) {
                throw new IllegalStateException("one of the two found less; by " + hits);
            }
            return new Times(medianMs(product), medianMs(lucene), bare.segments());
        } finally {
            Directories.delete(copy);
        }
    }

    private static double medianMs(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] / 1e6;
    }

    private static float[] unit(Vector vector) {
        double squares = 0;
        for (float value : vector.values()) {
            squares += (double) value * value;
        }
        float[] unit = vector.values().clone();
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (unit[i] / Math.sqrt(squares));
        }
        return unit;
    }

    @Override
    public void close() {
        store.close();
        ledger.close();
    }
}

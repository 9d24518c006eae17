package io.freshet.benchmarks.recall;

import io.freshet.SearchSettings;
import io.freshet.server.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import tools.jackson.databind.JsonNode;

/// The same search as somebody would write it with Lucene alone: the rows of a server's index,
/// segment by segment, with what a hit shows as stored fields. Confined to one thread.
final class Bare implements AutoCloseable {
    static final String TEXT = "text";
    static final String METADATA = "metadata";
    static final String HEADINGS = "document";
    static final String ORDINAL = "key";

    private final Directory directory;
    private final DirectoryReader reader;
    private final IndexSearcher searcher;
    private final SearchSettings settings;

    private Bare(Directory directory, SearchSettings settings) throws IOException {
        this.directory = directory;
        this.reader = DirectoryReader.open(directory);
        this.searcher = new IndexSearcher(reader);
        this.settings = settings;
    }

    /// @param lucene the server's index
    /// @param shown what its rows' hits show
    /// @param copy where this one goes
    static Bare of(Path lucene, Shown shown, Path copy, SearchSettings settings)
            throws IOException {
        Directory directory = FSDirectory.open(copy);
        var config = new IndexWriterConfig().setMergePolicy(NoMergePolicy.INSTANCE);
        try (var from = FSDirectory.open(lucene);
                var reader = DirectoryReader.open(from);
                var writer = new IndexWriter(directory, config)) {
            for (LeafReaderContext leaf : reader.leaves()) {
                writer.addIndexes(new StoredRows((CodecReader) leaf.reader(), shown));
            }
        }
        return new Bare(directory, settings);
    }

    int segments() {
        return reader.leaves().size();
    }

    /// A hit.
    record Found(
            double score, String text, List<String> headings, int ordinal, JsonNode metadata) {}

    List<Found> search(String words, float[] unit, Share share, int k) throws IOException {
        Query filter = filter(share);
        int depth = settings.depth();
        Map<Integer, Double> scores = new HashMap<>();
        double weight = settings.fusion().vectorWeight();
        fuse(scores, new KnnFloatVectorQuery("vector", unit, depth, filter), weight);
        fuse(scores, words(words, filter), 1 - weight);
        List<Map.Entry<Integer, Double>> best = new ArrayList<>(scores.entrySet());
        best.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
        StoredFields stored = reader.storedFields();
        List<Found> found = new ArrayList<>(k);
        for (Map.Entry<Integer, Double> one : best.subList(0, Math.min(k, best.size()))) {
            found.add(found(stored, one.getKey(), one.getValue()));
        }
        return found;
    }

    private void fuse(Map<Integer, Double> scores, Query query, double weight) throws IOException {
        int rank = 1;
        for (ScoreDoc hit : searcher.search(query, settings.depth()).scoreDocs) {
            scores.merge(hit.doc, weight / (settings.fusion().k() + rank), Double::sum);
            rank++;
        }
    }

    /// As the server's index holds a string of metadata.
    private static Query filter(Share share) {
        String term = share.key() + "\0s" + share.value();
        return new TermQuery(
                new Term(METADATA, new BytesRef(term.getBytes(StandardCharsets.UTF_8))));
    }

    private static Query words(String words, Query filter) {
        var any = new BooleanQuery.Builder();
        for (String word : List.of(words.split(" ")).stream().distinct().toList()) {
            any.add(new TermQuery(new Term(TEXT, word)), Occur.SHOULD);
        }
        return new BooleanQuery.Builder()
                .add(any.build(), Occur.MUST)
                .add(filter, Occur.FILTER)
                .build();
    }

    private static Found found(StoredFields stored, int row, double score) throws IOException {
        var document = stored.document(row);
        return new Found(
                score,
                document.get(TEXT),
                List.of(document.getValues(HEADINGS)),
                document.getField(ORDINAL).numericValue().intValue(),
                Json.read(document.get(METADATA)));
    }

    @Override
    public void close() throws IOException {
        reader.close();
        directory.close();
    }
}

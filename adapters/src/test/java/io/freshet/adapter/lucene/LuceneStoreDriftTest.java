package io.freshet.adapter.lucene;

import static io.freshet.adapter.lucene.TestRows.publish;
import static io.freshet.adapter.lucene.TestRows.row;
import static io.freshet.adapter.lucene.TestRows.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Metadata;
import io.freshet.RowKey;
import io.freshet.SearchSettings;
import io.freshet.spi.Store;
import io.freshet.spi.Store.HeldRow;
import io.freshet.spi.Store.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What somebody else did to the index, under a commit that still says its version, is read back.
final class LuceneStoreDriftTest {
    private static final int ROWS = 20;

    @TempDir Path directory;
    private final Map<RowKey, Long> expected = new TreeMap<>();

    @BeforeEach
    void fill() {
        try (var store = TestRows.open(directory, 8)) {
            publish(store, 1, rows(ROWS / 2, 8));
            publish(store, 2, rows(ROWS, 8));
            rows(ROWS, 8).forEach(row -> expected.put(row.key(), store.digest(row)));
            assertThat(held(store)).isEqualTo(expected);
        }
    }

    private static Map<RowKey, Long> held(Store store) {
        Map<RowKey, Long> held = new TreeMap<>();
        for (HeldRow row : store.read(Optional.empty(), 1000).rows()) {
            held.put(row.key(), row.digest());
        }
        return held;
    }

    /// The rows as they are found after a change that nobody told the store of.
    private Map<RowKey, Long> after(Change change) throws IOException {
        var words = new Words(SearchSettings.Keywords.DEFAULT);
        var config =
                new IndexWriterConfig(words.kept())
                        .setSimilarity(words.similarity())
                        .setCodec(new WideVectors());
        try (var files = FSDirectory.open(directory);
                var writer = new IndexWriter(files, config)) {
            var said = writer.getLiveCommitData();
            change.in(writer);
            writer.setLiveCommitData(said);
        }
        try (var store = TestRows.open(directory, 8)) {
            assertThat(store.applied().version()).isEqualTo(2);
            return held(store);
        }
    }

    private interface Change {
        void in(IndexWriter writer) throws IOException;
    }

    @Test
    void aRowThatIsGoneIsNotRead() throws IOException {
        var held = after(writer -> writer.deleteDocuments(RowDocuments.term(row(3, 8).key())));

        expected.remove(row(3, 8).key());
        assertThat(held).isEqualTo(expected);
    }

    @Test
    void aRowThatIsTooManyIsRead() throws IOException {
        Row more = row(ROWS + 5, 8);

        var held = after(writer -> writer.addDocument(RowDocuments.document(more)));

        assertThat(held).hasSize(ROWS + 1).containsKey(more.key()).containsAllEntriesOf(expected);
    }

    private void isDifferent(int number, Map<RowKey, Long> held) {
        assertThat(held.get(row(number, 8).key())).isNotNull();
        assertThat(held).isNotEqualTo(expected);
        held.put(row(number, 8).key(), expected.get(row(number, 8).key()));
        assertThat(held).isEqualTo(expected);
    }

    private static Change instead(Row row) {
        return writer ->
                writer.updateDocument(RowDocuments.term(row.key()), RowDocuments.document(row));
    }

    @Test
    void anotherVectorIsAnotherDigest() throws IOException {
        Row right = row(4, 8);
        Row wrong = new Row(right.key(), right.text(), row(5, 8).vector(), right.metadata());
        isDifferent(4, after(instead(wrong)));
    }

    @Test
    void otherMetadataAreAnotherDigest() throws IOException {
        Row right = row(4, 8);
        Metadata other = Metadata.of(Map.of("number", 5));
        isDifferent(4, after(instead(new Row(right.key(), right.text(), right.vector(), other))));
    }

    @Test
    void otherWordsAreAnotherDigest() throws IOException {
        Row right = row(4, 8);
        Row wrong = new Row(right.key(), "other", right.vector(), right.metadata());
        isDifferent(4, after(instead(wrong)));
    }

    @Test
    void aRowThatIsThereTwiceIsAnotherDigest() throws IOException {
        isDifferent(4, after(writer -> writer.addDocument(RowDocuments.document(row(4, 8)))));
    }

    @Test
    void aRowThatLacksEverythingButItsKeyIsAnotherDigest() throws IOException {
        var key = RowDocuments.bytes(row(4, 8).key());
        var bare = new Document();
        bare.add(new StringField(RowDocuments.KEY, key, Field.Store.NO));
        bare.add(new BinaryDocValuesField(RowDocuments.KEY, key));
        isDifferent(
                4,
                after(writer -> writer.updateDocument(RowDocuments.term(row(4, 8).key()), bare)));
    }
}

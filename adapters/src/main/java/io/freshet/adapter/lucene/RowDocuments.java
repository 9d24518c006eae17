package io.freshet.adapter.lucene;

import io.freshet.DocumentId;
import io.freshet.RowKey;
import io.freshet.Vector;
import io.freshet.spi.Store.Row;
import java.nio.charset.StandardCharsets;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/// How a row lies in the index: one Lucene document, found by its key. The set of fields is fixed,
/// whatever keys the metadata have, so that nobody's metadata can swell the index's schema.
///
/// A key is the bytes of the document's id, NUL, the hash. An id holds no control character, so
/// keys sort as rows do. It is kept as it is for each row: sorted values lie in compressed blocks,
/// of which each look-up would unpack one.
final class RowDocuments {
    static final String KEY = "key";
    static final String DOCUMENT = "document";
    static final String TEXT = "text";
    static final String VECTOR = "vector";
    static final String METADATA = "metadata";

    /// The metadata strings that are too long for a term, whole.
    static final String LONG_STRINGS = "long";

    /// The digest of words and metadata, which an inverted index cannot tell by row.
    static final String SAID = "said";

    private static final FieldType WORDS = words();

    private RowDocuments() {}

    private static FieldType words() {
        var type = new FieldType();
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        type.setTokenized(true);
        type.freeze();
        return type;
    }

    static Document document(Row row) {
        var document = new Document();
        BytesRef key = bytes(row.key());
        document.add(new StringField(KEY, key, Field.Store.NO));
        document.add(new BinaryDocValuesField(KEY, key));
        document.add(new StringField(DOCUMENT, bytes(row.key().document()), Field.Store.NO));
        document.add(new Field(TEXT, row.text(), WORDS));
        document.add(
                new KnnFloatVectorField(
                        VECTOR, unit(row.vector()), VectorSimilarityFunction.DOT_PRODUCT));
        var metadata = MetadataTerms.of(row.metadata());
        metadata.terms()
                .forEach(term -> document.add(new StringField(METADATA, term, Field.Store.NO)));
        metadata.longStrings().forEach(text -> document.add(new StoredField(LONG_STRINGS, text)));
        document.add(new NumericDocValuesField(SAID, RowDigest.said(row.text(), metadata)));
        return document;
    }

    static Term term(RowKey key) {
        return new Term(KEY, bytes(key));
    }

    static BytesRef bytes(DocumentId id) {
        return new BytesRef(id.value().getBytes(StandardCharsets.UTF_8));
    }

    static BytesRef bytes(RowKey key) {
        return new BytesRef(
                (key.document().value() + '\0' + key.hash()).getBytes(StandardCharsets.UTF_8));
    }

    static RowKey key(BytesRef bytes) {
        String whole = bytes.utf8ToString();
        int end = whole.indexOf('\0');
        return new RowKey(new DocumentId(whole.substring(0, end)), whole.substring(end + 1));
    }

    /// The vector at length 1, so that the dot product is the cosine.
    static float[] unit(Vector vector) {
        float[] values = vector.values();
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        double length = Math.sqrt(squares);
        float[] unit = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            unit[i] = (float) (values[i] / length);
        }
        return unit;
    }
}

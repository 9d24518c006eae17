package io.freshet.contract;

import io.freshet.DocumentId;
import io.freshet.Filter;
import io.freshet.Metadata;
import io.freshet.RowKey;
import io.freshet.SearchRequest.Scope;
import io.freshet.Text;
import io.freshet.Vector;
import io.freshet.spi.Store.Candidate;
import io.freshet.spi.Store.Query;
import io.freshet.spi.Store.Row;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Rows and questions for the tests of stores.
final class Rows {
    static final int DIMENSIONS = 8;

    private Rows() {}

    static RowKey key(String document, String content) {
        return new RowKey(new DocumentId(document), Text.hash(content));
    }

    /// A row whose key and vector follow from its document and text.
    static Row row(String document, String text) {
        return row(document, text, Metadata.NONE);
    }

    static Row row(String document, String text, Metadata metadata) {
        return new Row(key(document, text), text, vectorOf(text), metadata);
    }

    static Vector vectorOf(String text) {
        return random(new java.util.Random(text.hashCode()), DIMENSIONS);
    }

    static Vector random(RandomGenerator chance, int dimensions) {
        float[] values = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            values[i] = (float) chance.nextGaussian();
        }
        return new Vector(values);
    }

    /// A unit vector along one axis, leaning a little to the next one.
    static Vector axis(int axis, double lean) {
        float[] values = new float[DIMENSIONS];
        values[axis] = 1;
        values[(axis + 1) % DIMENSIONS] = (float) lean;
        return new Vector(values);
    }

    static Query words(String words) {
        return words(words, Scope.ALL);
    }

    static Query words(String words, Scope scope) {
        return new Query(Optional.of(words), Optional.empty(), scope, 1000, false);
    }

    static Query near(Vector vector, int limit, boolean exact) {
        return new Query(Optional.empty(), Optional.of(vector), Scope.ALL, limit, exact);
    }

    static Query near(Vector vector, Scope scope) {
        return new Query(Optional.empty(), Optional.of(vector), scope, 1000, true);
    }

    static Scope filter(Filter filter) {
        return new Scope(filter, "", List.of());
    }

    static Scope prefix(String prefix) {
        return new Scope(Filter.all(), prefix, List.of());
    }

    static Scope documents(String... ids) {
        return new Scope(
                Filter.all(), "", java.util.Arrays.stream(ids).map(DocumentId::new).toList());
    }

    static List<RowKey> keys(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::key).toList();
    }

    static List<String> ids(List<Candidate> candidates) {
        return candidates.stream().map(candidate -> candidate.key().document().value()).toList();
    }
}

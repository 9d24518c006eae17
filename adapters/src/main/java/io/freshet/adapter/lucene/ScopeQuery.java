package io.freshet.adapter.lucene;

import static io.freshet.adapter.lucene.RowDocuments.DOCUMENT;
import static io.freshet.adapter.lucene.RowDocuments.METADATA;

import io.freshet.DocumentId;
import io.freshet.Filter;
import io.freshet.FilterValues;
import io.freshet.SearchRequest.Scope;
import io.freshet.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.util.BytesRef;

/// A scope as a Lucene query that holds exactly where the scope does.
final class ScopeQuery {
    static {
        // The size of a filter is bounded where a request is read; 1,024 clauses would refuse some.
        IndexSearcher.setMaxClauseCount(Integer.MAX_VALUE);
    }

    private ScopeQuery() {}

    static Query of(Scope scope) {
        List<Query> parts = new ArrayList<>();
        if (!scope.prefix().isEmpty()) {
            parts.add(prefix(scope.prefix()));
        }
        if (!scope.documents().isEmpty()) {
            parts.add(
                    new TermInSetQuery(
                            DOCUMENT,
                            scope.documents().stream().map(RowDocuments::bytes).toList()));
        }
        if (!scope.filter().equals(Filter.all())) {
            parts.add(of(scope.filter()));
        }
        return all(parts);
    }

    private static Query prefix(String prefix) {
        var bytes = new BytesRef(MetadataTerms.utf8(prefix));
        return bytes.length > DocumentId.BYTES_MAX || !Text.isWellFormed(prefix)
                ? none()
                : new PrefixQuery(new Term(DOCUMENT, bytes));
    }

    private static Query of(Filter filter) {
        return switch (filter) {
            case Filter.And(List<Filter> filters) ->
                    all(filters.stream().map(ScopeQuery::of).toList());
            case Filter.Or(List<Filter> filters) ->
                    any(filters.stream().map(ScopeQuery::of).toList());
            case Filter.Not(Filter inner) ->
                    new BooleanQuery.Builder()
                            .add(MatchAllDocsQuery.INSTANCE, Occur.FILTER)
                            .add(of(inner), Occur.MUST_NOT)
                            .build();
            case Filter.In in -> MetadataTerms.isPath(in.key()) ? in(in) : none();
            case Filter.Compare compare ->
                    MetadataTerms.isPath(compare.key()) ? compare(compare) : none();
            case Filter.Exists(String key) ->
                    MetadataTerms.isPath(key)
                            ? terms(
                                    List.of(
                                            MetadataTerms.term(
                                                    key, MetadataTerms.EXISTS, new byte[0])))
                            : none();
        };
    }

    private static Query in(Filter.In in) {
        return terms(
                in.values().stream()
                        .filter(value -> !(value instanceof String s) || Text.isWellFormed(s))
                        .map(value -> MetadataTerms.equalTerm(in.key(), value))
                        .toList());
    }

    private static Query terms(List<BytesRef> terms) {
        return terms.isEmpty() ? none() : new TermInSetQuery(METADATA, terms);
    }

    private static Query compare(Filter.Compare compare) {
        if (FilterValues.isNumber(compare.bound())) {
            byte[] number = MetadataTerms.bytes(Filter.decimal(compare.bound()));
            return range(compare, MetadataTerms.NUMBER, number);
        }
        if (!(compare.bound() instanceof String text)) {
            return none();
        }
        Optional<Instant> time = FilterValues.time(text);
        if (time.isPresent()) {
            return range(compare, MetadataTerms.TIME, MetadataTerms.bytes(time.get()));
        }
        byte[] bytes = MetadataTerms.utf8(text);
        return MetadataTerms.isLong(bytes)
                ? longRange(compare, text, bytes)
                : range(compare, MetadataTerms.STRING, bytes);
    }

    /// The terms of a path and type on one side of the bound; the other end is where the type
    /// begins, or where the next letter would.
    private static Query range(Filter.Compare compare, char type, byte[] bound) {
        BytesRef term = MetadataTerms.term(compare.key(), type, bound);
        BytesRef first = MetadataTerms.term(compare.key(), type, new byte[0]);
        BytesRef beyond = MetadataTerms.term(compare.key(), (char) (type + 1), new byte[0]);
        return switch (compare.operator()) {
            case GREATER -> new TermRangeQuery(METADATA, term, beyond, false, false);
            case GREATER_OR_EQUAL -> new TermRangeQuery(METADATA, term, beyond, true, false);
            case LESS -> new TermRangeQuery(METADATA, first, term, true, false);
            case LESS_OR_EQUAL -> new TermRangeQuery(METADATA, first, term, true, true);
        };
    }

    /// Strings that differ from the bound within a term's length are decided by the term; those
    /// that agree so far were cut, and are compared whole.
    private static Query longRange(Filter.Compare compare, String bound, byte[] bytes) {
        int length = MetadataTerms.STRING_BYTES_MAX;
        byte[] cut = Arrays.copyOf(bytes, length + 1);
        cut[length] = MetadataTerms.CUT;
        byte[] afterCut = Arrays.copyOf(cut, cut.length + Long.SIZE);
        Arrays.fill(afterCut, cut.length, afterCut.length, (byte) 0xFF);
        Query decided =
                switch (compare.operator()) {
                    case GREATER, GREATER_OR_EQUAL ->
                            range(compare, MetadataTerms.STRING, afterCut);
                    case LESS, LESS_OR_EQUAL -> range(compare, MetadataTerms.STRING, cut);
                };
        BytesRef agreeing = MetadataTerms.term(compare.key(), MetadataTerms.STRING, cut);
        return any(
                List.of(
                        decided,
                        new LongStrings(agreeing, compare.key(), compare.operator(), bound)));
    }

    private static Query all(List<Query> parts) {
        if (parts.isEmpty()) {
            return MatchAllDocsQuery.INSTANCE;
        }
        var all = new BooleanQuery.Builder();
        parts.forEach(part -> all.add(part, Occur.FILTER));
        return all.build();
    }

    private static Query any(List<Query> parts) {
        if (parts.isEmpty()) {
            return none();
        }
        var any = new BooleanQuery.Builder();
        parts.forEach(part -> any.add(part, Occur.SHOULD));
        return any.build();
    }

    private static Query none() {
        return MatchNoDocsQuery.INSTANCE;
    }
}

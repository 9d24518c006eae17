package io.freshet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/// A question.
///
/// @param query words, or empty where a vector is given
/// @param vector in the collection's space; then the mode is `VECTOR`
/// @param k hits wanted, 1 to 1,000
/// @param perDocument at most so many hits of one document, 0 = no limit
/// @param context neighbouring chunks before and after each hit, 0 to 3
/// @param exact compare with every chunk in scope: slower, and the same whatever the index went
///   through
/// @param rerank who puts the best candidates in another order, if anybody; needs a query
public record SearchRequest(
        String query,
        Optional<Vector> vector,
        Mode mode,
        int k,
        Scope scope,
        int perDocument,
        int context,
        boolean exact,
        Optional<Rerank> rerank) {
    public static final int K_MAX = 1000;

    public SearchRequest {
        if (k < 1 || k > K_MAX) {
            throw new IllegalArgumentException("k is 1 to 1000; k=" + k);
        }
        if (context < 0 || context > 3) {
            throw new IllegalArgumentException("context is 0 to 3; context=" + context);
        }
        if (perDocument < 0) {
            throw new IllegalArgumentException("per_document is 0 or more");
        }
        if (rerank.isPresent() && (Text.isBlank(query) || rerank.get().candidates() < k)) {
            throw new IllegalArgumentException("a reranker needs a query, and k candidates");
        }
    }

    /// In the order that the candidates were found in.
    public SearchRequest(
            String query,
            Optional<Vector> vector,
            Mode mode,
            int k,
            Scope scope,
            int perDocument,
            int context,
            boolean exact) {
        this(query, vector, mode, k, scope, perDocument, context, exact, Optional.empty());
    }

    /// The same, with its candidates in another order, or in that which they were found in.
    public SearchRequest reranked(Optional<Rerank> by) {
        return new SearchRequest(query, vector, mode, k, scope, perDocument, context, exact, by);
    }

    /// The same, compared with every chunk in scope.
    public SearchRequest exactly() {
        return new SearchRequest(query, vector, mode, k, scope, perDocument, context, true, rerank);
    }

    /// How many candidates it takes to answer.
    public int candidates() {
        return rerank.map(Rerank::candidates).orElse(k);
    }

    /// @param reranker its name
    /// @param candidates the best ones, which it is asked about: k or more
    /// @param within this long from the start of the search it must have answered, whatever its own
    ///   limit is
    public record Rerank(String reranker, int candidates, Optional<Duration> within) {
        /// The same, where this much of its time is over.
        public Rerank after(Duration passed) {
            return new Rerank(reranker, candidates, within.map(time -> time.minus(passed)));
        }
    }

    /// How candidates are found.
    public enum Mode {
        HYBRID,
        VECTOR,
        KEYWORD
    }

    /// Where to look.
    ///
    /// @param documents only these, or all where empty
    public record Scope(Filter filter, String prefix, List<DocumentId> documents) {
        public static final Scope ALL = new Scope(Filter.all(), "", List.of());

        public Scope {
            documents = List.copyOf(documents);
        }

        /// Whether a document with its metadata is in it: what a store's translation must agree
        /// with. Made once for many documents.
        public BiPredicate<DocumentId, Metadata> test() {
            Set<DocumentId> named = new TreeSet<>(documents);
            boolean canHold = Text.isWellFormed(prefix);
            return (document, metadata) ->
                    canHold
                            && document.value().startsWith(prefix)
                            && (named.isEmpty() || named.contains(document))
                            && filter.matches(metadata);
        }
    }
}

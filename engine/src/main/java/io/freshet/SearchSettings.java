package io.freshet;

/// How a collection is searched. None of it changes what is embedded; the [Analysis] changes what
/// the keyword index holds, which is then written again from the ledger.
///
/// @param depth candidates that each list gives before they are merged, 10 to 1,000; a search for
///   many hits takes more
public record SearchSettings(Keywords keywords, Fusion fusion, int depth)
        implements CollectionSettings.Part {
    public static final SearchSettings DEFAULT =
            new SearchSettings(Keywords.DEFAULT, Fusion.DEFAULT, 100);

    public SearchSettings {
        if (depth < 10 || depth > 1000) {
            throw new IllegalArgumentException("search.depth is 10 to 1000; depth=" + depth);
        }
    }

    /// How words are split and weighed.
    ///
    /// @param k1 how much a word's repetition counts in BM25, 0 to 10
    /// @param b how much a chunk's length counts in BM25, 0 to 1
    public record Keywords(Analysis analysis, double k1, double b) {
        public static final Keywords DEFAULT = new Keywords(Analysis.ENGLISH, 1.2, 0.75);

        public Keywords {
            if (!(k1 >= 0 && k1 <= 10)) {
                throw new IllegalArgumentException("search.bm25.k1 is 0 to 10; k1=" + k1);
            }
            if (!(b >= 0 && b <= 1)) {
                throw new IllegalArgumentException("search.bm25.b is 0 to 1; b=" + b);
            }
        }
    }

    /// How a text becomes words. In all of them words are split as Unicode says, in lower case and
    /// without accents, and Chinese, Japanese and Korean are found by their characters and pairs.
    /// In that of a language a word is also found by its other forms, and a question's commonest
    /// words do not count beside others.
    public enum Analysis {
        /// Words as they stand: for names and for any language.
        STANDARD,
        ENGLISH,
        DANISH,
        DUTCH,
        FINNISH,
        FRENCH,
        GERMAN,
        HUNGARIAN,
        ITALIAN,
        NORWEGIAN,
        PORTUGUESE,
        RUSSIAN,
        SPANISH,
        SWEDISH
    }

    /// How the two lists become one.
    ///
    /// @param k of reciprocal rank fusion, 0.01 to 1,000: the larger, the less the first ranks
    ///   stand out
    /// @param vectorWeight 0 to 1; the rest is the keyword list's
    public record Fusion(Method method, double k, double vectorWeight) {
        public static final Fusion DEFAULT = new Fusion(Method.WEIGHTED_SUM, 5, 0.5);

        public Fusion {
            if (!(k >= 0.01 && k <= 1000)) {
                throw new IllegalArgumentException("search.fusion.k is 0.01 to 1000; k=" + k);
            }
            if (!(vectorWeight >= 0 && vectorWeight <= 1)) {
                throw new IllegalArgumentException(
                        "search.fusion.vector_weight is 0 to 1; vector_weight=" + vectorWeight);
            }
        }

        public double keywordWeight() {
            return 1 - vectorWeight;
        }
    }

    /// What a candidate's place in a list is worth.
    public enum Method {
        /// Its rank.
        RRF,
        /// Its score, within those of its list.
        WEIGHTED_SUM
    }
}

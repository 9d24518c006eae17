package io.freshet.library.config;

import io.freshet.SearchSettings;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.Function;

/// Reads how a collection is searched. The defaults are the engine's. Pure.
///
/// @param of the value of a collection's key
record SearchReader(Function<String, Settings.Source> of) {
    /// By key, as a file would have them.
    static SequencedMap<String, String> defaults() {
        SearchSettings settings = SearchSettings.DEFAULT;
        SequencedMap<String, String> written = new LinkedHashMap<>();
        written.put("search.analysis", word(settings.keywords().analysis()));
        written.put("search.bm25.k1", decimal(settings.keywords().k1()));
        written.put("search.bm25.b", decimal(settings.keywords().b()));
        written.put("search.fusion.method", word(settings.fusion().method()));
        written.put("search.fusion.k", decimal(settings.fusion().k()));
        written.put("search.fusion.vector_weight", decimal(settings.fusion().vectorWeight()));
        written.put("search.depth", Integer.toString(settings.depth()));
        return written;
    }

    private static String word(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static String decimal(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    SearchSettings read() {
        return new SearchSettings(
                new SearchSettings.Keywords(
                        of.apply("search.analysis").word(SearchSettings.Analysis.class),
                        of.apply("search.bm25.k1").decimal(0, 10),
                        of.apply("search.bm25.b").decimal(0, 1)),
                new SearchSettings.Fusion(
                        of.apply("search.fusion.method").word(SearchSettings.Method.class),
                        of.apply("search.fusion.k").decimal(0.01, 1000),
                        of.apply("search.fusion.vector_weight").decimal(0, 1)),
                of.apply("search.depth").number(10, 1000));
    }
}

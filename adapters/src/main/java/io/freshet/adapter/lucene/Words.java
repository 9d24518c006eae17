package io.freshet.adapter.lucene;

import io.freshet.SearchSettings;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.util.BytesRef;

/// What a word is, in a row and in a question alike: split as Unicode says, lower case, without
/// accents; Chinese, Japanese and Korean as single characters and pairs; and what a [Language]
/// makes of it. A word over 255 characters is split there, so no text is too long. Safe for any
/// thread.
///
/// A row keeps a language's commonest words too, and a question leaves them out only beside others,
/// so that *to be or not to be* finds what it says.
final class Words {
    /// Distinct words of a question that count; a longer question has said what it is about.
    private static final int ASKED_MAX = 1024;

    private static final int ALL_SCRIPTS =
            CJKBigramFilter.HAN
                    | CJKBigramFilter.HIRAGANA
                    | CJKBigramFilter.KATAKANA
                    | CJKBigramFilter.HANGUL;

    private final SearchSettings.Keywords settings;
    private final Analyzer split = new Split();
    private final Analyzer kept;
    private final Analyzer asked;

    Words(SearchSettings.Keywords settings) {
        this.settings = settings;
        Language language = Language.of(settings.analysis());
        this.kept = new Chain(language, CharArraySet.EMPTY_SET);
        this.asked = new Chain(language, language.commonest());
    }

    /// Of the analysis, as an index remembers it.
    String name() {
        return settings.analysis().name().toLowerCase(Locale.ROOT);
    }

    /// What a word's occurrences are worth.
    Similarity similarity() {
        return new BM25Similarity((float) settings.k1(), (float) settings.b());
    }

    /// Splits a text into words and does nothing else to them.
    Analyzer split() {
        return split;
    }

    /// Makes the words that a row keeps.
    Analyzer kept() {
        return kept;
    }

    private static final class Split extends Analyzer {
        @Override
        protected TokenStreamComponents createComponents(String field) {
            return new TokenStreamComponents(new StandardTokenizer());
        }
    }

    private static final class Chain extends Analyzer {
        private final Language language;
        private final CharArraySet dropped;

        Chain(Language language, CharArraySet dropped) {
            this.language = language;
            this.dropped = dropped;
        }

        @Override
        protected TokenStreamComponents createComponents(String field) {
            Tokenizer split = new StandardTokenizer();
            TokenStream lower = new LowerCaseFilter(new CJKWidthFilter(split));
            TokenStream pairs = new CJKBigramFilter(lower, ALL_SCRIPTS, true);
            TokenStream words = new StopFilter(language.bare().apply(pairs), dropped);
            return new TokenStreamComponents(
                    split, new ASCIIFoldingFilter(language.stem().apply(words)));
        }
    }

    /// Rows that hold any of the words. There is no query language, so nothing can be malformed.
    Query query(Set<BytesRef> asked) {
        if (asked.isEmpty()) {
            return MatchNoDocsQuery.INSTANCE;
        }
        var any = new BooleanQuery.Builder();
        for (BytesRef word : asked) {
            any.add(new TermQuery(new Term(RowDocuments.TEXT, word)), Occur.SHOULD);
        }
        return any.build();
    }

    /// The distinct words of a question, in its order.
    Set<BytesRef> asked(String question) throws IOException {
        Set<BytesRef> words = words(question, asked);
        return words.isEmpty() ? words(question, kept) : words;
    }

    private static Set<BytesRef> words(String text, Analyzer analyzer) throws IOException {
        Set<BytesRef> words = new LinkedHashSet<>();
        try (TokenStream tokens = analyzer.tokenStream(RowDocuments.TEXT, text)) {
            var word = tokens.addAttribute(TermToBytesRefAttribute.class);
            tokens.reset();
            while (words.size() < ASKED_MAX && tokens.incrementToken()) {
                words.add(BytesRef.deepCopyOf(word.getBytesRef()));
            }
            if (words.size() < ASKED_MAX) {
                tokens.end();
            }
        }
        return words;
    }
}

package io.freshet.adapter.lucene;

import io.freshet.SearchSettings;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
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
/// accents; Chinese, Japanese and Korean as single characters and pairs. A word over 255 characters
/// is split there, so no text is too long. What a language adds stands between: the words that it
/// leaves out, and the stem that stands for a word's forms.
final class Words extends Analyzer {
    /// Distinct words of a question that count; a longer question has said what it is about.
    private static final int ASKED_MAX = 1024;

    private static final int ALL_SCRIPTS =
            CJKBigramFilter.HAN
                    | CJKBigramFilter.HIRAGANA
                    | CJKBigramFilter.KATAKANA
                    | CJKBigramFilter.HANGUL;

    private final SearchSettings.Keywords settings;

    Words(SearchSettings.Keywords settings) {
        this.settings = settings;
    }

    /// Of the analysis, as an index remembers it.
    String name() {
        return settings.analysis().name().toLowerCase(Locale.ROOT);
    }

    /// What a word's occurrences are worth.
    Similarity similarity() {
        return new BM25Similarity((float) settings.k1(), (float) settings.b());
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
        Tokenizer split = new StandardTokenizer();
        TokenStream lower = new LowerCaseFilter(new CJKWidthFilter(split));
        TokenStream pairs = new CJKBigramFilter(lower, ALL_SCRIPTS, true);
        return new TokenStreamComponents(split, new ASCIIFoldingFilter(forms(pairs)));
    }

    private TokenStream forms(TokenStream words) {
        return switch (settings.analysis()) {
            case STANDARD -> words;
            case ENGLISH ->
                    new PorterStemFilter(
                            new StopFilter(
                                    new EnglishPossessiveFilter(words),
                                    EnglishAnalyzer.ENGLISH_STOP_WORDS_SET));
        };
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
    Set<BytesRef> asked(String words) throws IOException {
        Set<BytesRef> asked = new LinkedHashSet<>();
        try (TokenStream tokens = tokenStream(RowDocuments.TEXT, words)) {
            var word = tokens.addAttribute(TermToBytesRefAttribute.class);
            tokens.reset();
            while (asked.size() < ASKED_MAX && tokens.incrementToken()) {
                asked.add(BytesRef.deepCopyOf(word.getBytesRef()));
            }
            if (asked.size() < ASKED_MAX) {
                tokens.end();
            }
        }
        return asked;
    }
}

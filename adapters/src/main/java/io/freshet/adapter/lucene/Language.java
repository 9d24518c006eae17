package io.freshet.adapter.lucene;

import io.freshet.SearchSettings.Analysis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.de.GermanLightStemFilter;
import org.apache.lucene.analysis.de.GermanNormalizationFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.es.SpanishLightStemFilter;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fi.FinnishLightStemFilter;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.fr.FrenchLightStemFilter;
import org.apache.lucene.analysis.hu.HungarianAnalyzer;
import org.apache.lucene.analysis.hu.HungarianLightStemFilter;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.it.ItalianLightStemFilter;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.no.NorwegianLightStemFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceFilter;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseLightStemFilter;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.ru.RussianLightStemFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.sv.SwedishLightStemFilter;
import org.apache.lucene.analysis.util.ElisionFilter;
import org.apache.lucene.util.IOUtils;
import org.tartarus.snowball.ext.DanishStemmer;
import org.tartarus.snowball.ext.DutchStemmer;

/// What a language adds to words in lower case. Words of other scripts pass through it as they are.
///
/// @param bare takes off what is written onto a word: `l'eau`, `car's`
/// @param commonest words that say nothing of what a question is about
/// @param stem stands for all forms of a word; the light stemmer where there is one, since it makes
///   fewer words one that are two
record Language(
        UnaryOperator<TokenStream> bare, CharArraySet commonest, UnaryOperator<TokenStream> stem) {
    private static final CharArraySet ITALIAN_ARTICLES =
            new CharArraySet(
                    List.of(
                            "l", "un", "d", "c", "gl", "all", "agl", "dall", "dagl", "dell", "degl",
                            "nell", "negl", "sull", "sugl", "coll", "m", "t", "s", "v"),
                    false);
    private static final Pattern YO = Pattern.compile("ё");

    private Language(CharArraySet commonest, UnaryOperator<TokenStream> stem) {
        this(words -> words, commonest, stem);
    }

    /// With those of questions (what, how, which), which Lucene's own short list leaves in.
    private static CharArraySet englishCommonest() {
        try (var list = SnowballFilter.class.getResourceAsStream("english_stop.txt")) {
            return WordlistLoader.getSnowballWordSet(
                    IOUtils.requireResourceNonNull(list, "english_stop.txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Language of(Analysis analysis) {
        return switch (analysis) {
            case STANDARD -> new Language(CharArraySet.EMPTY_SET, words -> words);
            case ENGLISH ->
                    new Language(
                            EnglishPossessiveFilter::new,
                            englishCommonest(),
                            PorterStemFilter::new);
            case DANISH ->
                    new Language(
                            DanishAnalyzer.getDefaultStopSet(),
                            words -> new SnowballFilter(words, new DanishStemmer()));
            case DUTCH ->
                    new Language(
                            DutchAnalyzer.getDefaultStopSet(),
                            words -> new SnowballFilter(words, new DutchStemmer()));
            case FINNISH ->
                    new Language(FinnishAnalyzer.getDefaultStopSet(), FinnishLightStemFilter::new);
            case FRENCH ->
                    new Language(
                            words -> new ElisionFilter(words, FrenchAnalyzer.DEFAULT_ARTICLES),
                            FrenchAnalyzer.getDefaultStopSet(),
                            FrenchLightStemFilter::new);
            case GERMAN ->
                    new Language(
                            GermanAnalyzer.getDefaultStopSet(),
                            words ->
                                    new GermanLightStemFilter(
                                            new GermanNormalizationFilter(words)));
            case HUNGARIAN ->
                    new Language(
                            HungarianAnalyzer.getDefaultStopSet(), HungarianLightStemFilter::new);
            case ITALIAN ->
                    new Language(
                            words -> new ElisionFilter(words, ITALIAN_ARTICLES),
                            ItalianAnalyzer.getDefaultStopSet(),
                            ItalianLightStemFilter::new);
            case NORWEGIAN ->
                    new Language(
                            NorwegianAnalyzer.getDefaultStopSet(), NorwegianLightStemFilter::new);
            case PORTUGUESE ->
                    new Language(
                            PortugueseAnalyzer.getDefaultStopSet(), PortugueseLightStemFilter::new);
            case RUSSIAN ->
                    new Language(
                            RussianAnalyzer.getDefaultStopSet(),
                            words ->
                                    new RussianLightStemFilter(
                                            new PatternReplaceFilter(words, YO, "е", true)));
            case SPANISH ->
                    new Language(SpanishAnalyzer.getDefaultStopSet(), SpanishLightStemFilter::new);
            case SWEDISH ->
                    new Language(SwedishAnalyzer.getDefaultStopSet(), SwedishLightStemFilter::new);
        };
    }
}

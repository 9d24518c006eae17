package io.freshet.adapter.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.SearchSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.junit.jupiter.api.Test;

/// Held against Lucene's tokenizer.
final class PlainWordsTest {
    /// One of each sort that boundaries know in these scripts, and some of what looks like one.
    private static final String SORTS = "aZ1_.,':\u2019\u00b7\u00e9 -\"#\u00a9\u2014";

    private static final int LENGTH_MAX = 4;

    private final Words words = new Words(SearchSettings.DEFAULT.keywords());
    private final PlainWords plain = new PlainWords(words);

    private List<String> split(String text) throws IOException {
        List<String> found = new ArrayList<>();
        assertThat(PlainWords.arePlain(text)).isTrue();
        assertThat(
                        plain.split(
                                text,
                                (buffer, from, length) ->
                                        found.add(new String(buffer, from, length))))
                .isTrue();
        return found;
    }

    private List<String> tokens(String text) throws IOException {
        List<String> found = new ArrayList<>();
        try (TokenStream tokens = words.split().tokenStream(RowDocuments.TEXT, text)) {
            var word = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                found.add(word.toString());
            }
            tokens.end();
        }
        return found;
    }

    private void holds(String text) throws IOException {
        assertThat(split(text)).as(text).isEqualTo(tokens(text));
    }

    private void holdsForAll(String begin, int left) throws IOException {
        holds(begin);
        for (int i = 0; left > 0 && i < SORTS.length(); i++) {
            holdsForAll(begin + SORTS.charAt(i), left - 1);
        }
    }

    @Test
    void everyStringOfAFewSortsIsSplitAsTheTokenizerSplitsIt() throws IOException {
        holdsForAll("", LENGTH_MAX);
    }

    @Test
    void everyCharacterIsSplitAsTheTokenizerSplitsItWhereverItStands() throws IOException {
        for (char c = 0; c < 0x2030; c++) {
            if (PlainWords.arePlain("" + c)) {
                for (String around :
                        List.of(
                                "%s",
                                "a%sb", "1%s2", "a%s1", "1%sb", " %s ", "%sb", "a%s", "%1$s%1$s")) {
                    holds(around.formatted(c));
                }
            }
        }
    }

    @Test
    void aWordOverTheTokenizersLongestIsSplitThere() throws IOException {
        holds("x".repeat(255) + " y");
        holds("x".repeat(256) + ".");
        holds("." + "x".repeat(1000) + ", y's " + "z.".repeat(300));
    }

    @Test
    void whatMayDependOnItsNeighboursIsNotPlain() {
        for (String text :
                List.of(
                        "a\u0301",
                        "a\u00adb",
                        "a\u200db",
                        "\u4e2d",
                        "\u05d0\"\u05d0",
                        "\ud83d\ude00")) {
            assertThat(PlainWords.arePlain(text)).as(text).isFalse();
        }
    }
}

package io.freshet.adapter.lucene;

import java.io.IOException;
import org.apache.lucene.analysis.CharArrayMap;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/// What split words become by the rest of the analysis, remembered: texts repeat their words, and
/// to stem one takes longer than to find it here. It holds for what is changed word by word, which
/// is all but Chinese, Japanese and Korean. Confined to one caller at a time.
final class Stems {
    /// About 4 MiB. Beyond it words are stemmed each time.
    private static final int MOST = 32_768;

    /// Of a word that becomes none or several.
    static final String NOT_ONE = "\0";

    private final Words words;
    private final CharArrayMap<String> known = new CharArrayMap<>(1024, false);

    Stems(Words words) {
        this.words = words;
    }

    String of(char[] buffer, int length) throws IOException {
        String stem = known.get(buffer, 0, length);
        if (stem == null) {
            String word = new String(buffer, 0, length);
            stem = stem(word);
            if (known.size() < MOST) {
                known.put(word, stem);
            }
        }
        return stem;
    }

    private String stem(String word) throws IOException {
        String stem = NOT_ONE;
        int tokens = 0;
        try (TokenStream stream = words.kept().tokenStream(RowDocuments.TEXT, word)) {
            var one = stream.addAttribute(CharTermAttribute.class);
            var step = stream.addAttribute(PositionIncrementAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                stem = step.getPositionIncrement() == 1 ? one.toString() : NOT_ONE;
                tokens++;
            }
            stream.end();
        }
        return tokens == 1 ? stem : NOT_ONE;
    }
}

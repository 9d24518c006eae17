package io.freshet.adapter.lucene;

import java.io.IOException;
import java.util.Map;
import org.apache.lucene.analysis.CharArrayMap;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/// Which word of a question a split word becomes, without the rest of the analysis where that can
/// be: most words begin with another letter than any of the question's, and of the others each is
/// looked at once and remembered. It holds for what is changed word by word, which is all but
/// Chinese, Japanese and Korean. Confined to one search.
final class Stems {
    /// It becomes no word of the question.
    static final int NONE = -1;

    /// It becomes no word at all, or several.
    static final int NOT_ONE = -2;

    /// About 2 MiB. Beyond it words are looked at each time.
    private static final int MOST = 32_768;

    private static final int ASCII = 128;

    private final Words words;
    private final Map<String, Integer> numbers;
    private final boolean[] begin = new boolean[ASCII];
    private final CharArrayMap<Integer> known = new CharArrayMap<>(1024, false);

    /// @param numbers of the question's words
    Stems(Words words, Map<String, Integer> numbers) {
        this.words = words;
        this.numbers = numbers;
        for (String word : numbers.keySet()) {
            if (!word.isEmpty() && word.charAt(0) < ASCII) {
                begin[word.charAt(0)] = true;
            }
        }
    }

    int number(char[] buffer, int from, int length) throws IOException {
        if (beginsOtherwise(buffer, from, length)) {
            return NONE;
        }
        Integer number = known.get(buffer, from, length);
        if (number == null) {
            String word = new String(buffer, from, length);
            number = number(word);
            if (known.size() < MOST) {
                known.put(word, number);
            }
        }
        return number;
    }

    /// No [Language] changes the first letter of a word of plain letters and digits, but to lower
    /// case. What is written onto a word has an apostrophe.
    private boolean beginsOtherwise(char[] buffer, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (buffer[i] >= ASCII || buffer[i] == '\'') {
                return false;
            }
        }
        return !begin[Character.toLowerCase(buffer[from])];
    }

    private int number(String word) throws IOException {
        int number = NOT_ONE;
        int tokens = 0;
        try (TokenStream stream = words.kept().tokenStream(RowDocuments.TEXT, word)) {
            var one = stream.addAttribute(CharTermAttribute.class);
            var step = stream.addAttribute(PositionIncrementAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                boolean isOne = step.getPositionIncrement() == 1;
                number = isOne ? numbers.getOrDefault(one.toString(), NONE) : NOT_ONE;
                tokens++;
            }
            stream.end();
        }
        return tokens == 1 ? number : NOT_ONE;
    }
}

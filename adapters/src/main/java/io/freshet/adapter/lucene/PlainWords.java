package io.freshet.adapter.lucene;

import java.io.IOException;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/// Splits texts of Latin letters into the same words as [Words#split], several times as fast. In
/// them most words are runs of ASCII letters and digits between characters over which nothing is
/// joined (Unicode Standard Annex 29, word boundaries); every other run is given to the tokenizer,
/// which needs to see no more of the text. Confined to one search.
final class PlainWords {
    /// Where Unicode's general punctuation turns to separators and marks of direction.
    private static final int PLAIN_MAX = 0x2027;

    private static final int LATIN_MAX = 0x24F;
    private static final int PUNCTUATION_MIN = 0x2010;
    private static final int ASCII = 128;
    private static final int SOFT_HYPHEN = 0xAD;

    /// Nothing is joined over it.
    private static final byte APART = 0;

    /// A letter or digit.
    private static final byte WORD = 1;

    /// Joins what stands on both sides of it, and is no word by itself.
    private static final byte BETWEEN = 2;

    /// The tokenizer knows.
    private static final byte OTHER = 3;

    /// It may depend on more than its run.
    private static final byte NOT_PLAIN = 4;

    private static final byte[] KINDS = kinds();

    private final Words words;
    private char[] text = new char[4096];

    PlainWords(Words words) {
        this.words = words;
    }

    /// Takes one word after the other.
    interface Taking {
        /// @return false where no more are wanted
        boolean take(char[] buffer, int from, int length) throws IOException;
    }

    private static byte[] kinds() {
        byte[] kinds = new byte[PLAIN_MAX + 1];
        for (int c = 0; c < kinds.length; c++) {
            kinds[c] = kind(c);
        }
        return kinds;
    }

    private static byte kind(int c) {
        if (c >= ASCII) {
            boolean isPlain = (c <= LATIN_MAX && c != SOFT_HYPHEN) || c >= PUNCTUATION_MIN;
            return isPlain ? OTHER : NOT_PLAIN;
        }
        if (Character.isLetterOrDigit(c)) {
            return WORD;
        }
        return switch (c) {
            case '.', ',', ';', ':', '\'' -> BETWEEN;
            case '_' -> OTHER;
            default -> APART;
        };
    }

    /// Whether a text can be split so.
    static boolean arePlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > PLAIN_MAX || KINDS[c] == NOT_PLAIN) {
                return false;
            }
        }
        return true;
    }

    /// @return whether all were taken
    boolean split(String plain, Taking words) throws IOException {
        int length = plain.length();
        if (text.length < length) {
            text = new char[length];
        }
        plain.getChars(0, length, text, 0);
        int at = 0;
        while (at < length) {
            int end = at;
            int kinds = 0;
            while (end < length && KINDS[text[end]] != APART) {
                kinds |= 1 << KINDS[text[end]];
                end++;
            }
            if (end > at && !run(at, end, kinds, words)) {
                return false;
            }
            at = end + 1;
        }
        return true;
    }

    /// @param kinds a bit for each that is there
    private boolean run(int from, int to, int kinds, Taking words) throws IOException {
        int first = from;
        int end = to;
        while (first < end && KINDS[text[first]] == BETWEEN) {
            first++;
        }
        while (first < end && KINDS[text[end - 1]] == BETWEEN) {
            end--;
        }
        boolean isStripped = end - first < to - from;
        boolean isOne = kinds == 1 << WORD || (isStripped && areWord(first, end));
        if (isOne && end - first <= StandardAnalyzer.DEFAULT_MAX_TOKEN_LENGTH) {
            return first == end || words.take(text, first, end - first);
        }
        return tokens(new String(text, from, to - from), words);
    }

    private boolean areWord(int from, int to) {
        for (int i = from; i < to; i++) {
            if (KINDS[text[i]] != WORD) {
                return false;
            }
        }
        return true;
    }

    private boolean tokens(String run, Taking taking) throws IOException {
        try (TokenStream tokens = words.split().tokenStream(RowDocuments.TEXT, run)) {
            var word = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                if (!taking.take(word.buffer(), 0, word.length())) {
                    return false;
                }
            }
            tokens.end();
            return true;
        }
    }
}

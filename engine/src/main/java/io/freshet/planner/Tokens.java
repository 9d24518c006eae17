package io.freshet.planner;

import java.util.ArrayList;
import java.util.List;

/// The fixed estimate of tokens, the same for every model: on the high side of real tokenizers, so
/// that a maximum holds, and independent of the model, so that changing it moves no boundary. A run
/// of Latin letters counts 1 per started 6, digits 1 per 3, other letters 1 per 3, underscores 1, a
/// CJK character 1, every other sign 1. A character that Unicode assigns in later years counts as a
/// sign until the JDK knows it.
///
/// An instance goes through a text once, character by character. Confined to its caller.
public final class Tokens {
    private static final int TABLE = 0x250;
    private static final Sort[] SORTS = new Sort[TABLE];

    static {
        for (int c = 0; c < TABLE; c++) {
            SORTS[c] = sortOf(c);
        }
    }

    private Sort last = Sort.SPACE;
    private int run;

    private Tokens() {}

    public static int count(String text) {
        return count(text, 0, text.length());
    }

    static int count(String text, int from, int to) {
        var tokens = new Tokens();
        int count = 0;
        for (int at = from; at < to; ) {
            int c = codePoint(text, at, to);
            if (tokens.begins(c)) {
                count++;
            }
            at += Character.charCount(c);
        }
        return count;
    }

    /// The text in pieces of at most so many tokens, cut where a token begins.
    public static List<String> pieces(String text, int most) {
        List<String> pieces = new ArrayList<>();
        String rest = text;
        while (count(rest) > most) {
            String piece = first(rest, most);
            pieces.add(piece);
            rest = rest.substring(piece.length());
        }
        pieces.add(rest);
        return pieces;
    }

    /// The beginning of `text` that holds at most `most` tokens.
    static String first(String text, int most) {
        var tokens = new Tokens();
        int count = 0;
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            if (tokens.begins(c) && ++count > most) {
                return text.substring(0, WhiteSpace.strip(text, 0, at));
            }
            at += Character.charCount(c);
        }
        return text;
    }

    /// Whether a token begins with this character, which follows those given before.
    private boolean begins(int c) {
        Sort sort = c < TABLE ? SORTS[c] : sortOf(c);
        if (sort == last && run < sort.runMax) {
            run++;
            return false;
        }
        last = sort;
        run = 1;
        return sort != Sort.SPACE;
    }

    private static int codePoint(String text, int at, int to) {
        char c = text.charAt(at);
        return Character.isHighSurrogate(c) && at + 1 < to ? text.codePointAt(at) : c;
    }

    private static Sort sortOf(int c) {
        if (WhiteSpace.is(c)) {
            return Sort.SPACE;
        }
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < TABLE)) {
            return Sort.LATIN;
        }
        if (c >= '0' && c <= '9') {
            return Sort.DIGIT;
        }
        if (c == '_') {
            return Sort.UNDERSCORE;
        }
        if (isCjk(c)) {
            return Sort.SIGN;
        }
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER ->
                    Sort.LETTER;
            default -> Sort.SIGN;
        };
    }

    private static boolean isCjk(int c) {
        return (c >= 0x3040 && c <= 0x30FF)
                || (c >= 0x3400 && c <= 0x9FFF)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0xAC00 && c <= 0xD7AF);
    }

    /// How many characters of a sort in a row make one token.
    private enum Sort {
        SPACE(0),
        LATIN(6),
        DIGIT(3),
        LETTER(3),
        UNDERSCORE(Integer.MAX_VALUE),
        SIGN(1);

        private final int runMax;

        Sort(int runMax) {
            this.runMax = runMax;
        }
    }
}

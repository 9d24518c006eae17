package io.freshet.adapter.decoding;

/// Whether a decoded text looks like one. In a wrong charset of single bytes the letters beyond
/// ASCII become signs at and in words, capitals behind small letters, and words of nothing but
/// accented letters. A detector that counts the English around a few such letters does not notice.
final class Plausible {
    private static final int PERCENT_MAX = 10;
    private static final int WORD_MIN = 3;
    private static final char LATIN_END = 0x250;
    private static final String BETWEEN_LETTERS =
            "\u2019\u2018\u00B7\u00AD\u2013\u2014\u2026\u00A0";
    private static final String NEVER_BEHIND_LETTERS =
            "\u201A\u0192\u201E\u2020\u2021\u02C6\u2030\u2039";

    private Plausible() {}

    static boolean is(String text) {
        int foreign = 0;
        int odd = 0;
        for (int at = 0; at < text.length(); ) {
            if (!Character.isLetter(text.charAt(at))) {
                foreign += text.charAt(at) >= 0x80 ? 1 : 0;
                odd += isOddSign(text, at) ? 1 : 0;
                at++;
                continue;
            }
            int end = wordEnd(text, at);
            int accented = letters(text, at, end, LATIN_END);
            foreign += letters(text, at, end, Character.MAX_VALUE);
            odd += isOddWord(end - at, accented) ? accented : oddLetters(text, at, end);
            at = end;
        }
        return odd * 100L <= (long) foreign * PERCENT_MAX;
    }

    private static int wordEnd(String text, int start) {
        int end = start;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /// How many are beyond ASCII and below a bound.
    private static int letters(String text, int from, int to, char bound) {
        int count = 0;
        for (int at = from; at < to; at++) {
            char c = text.charAt(at);
            count += c >= 0x80 && c < bound ? 1 : 0;
        }
        return count;
    }

    /// Words of Latin letters have plain ones among them.
    private static boolean isOddWord(int letters, int accented) {
        return letters >= WORD_MIN && accented * 3 > letters * 2;
    }

    private static int oddLetters(String text, int from, int to) {
        int odd = 0;
        for (int at = from + 1; at < to; at++) {
            char c = text.charAt(at);
            boolean capital =
                    c >= 0x80
                            && Character.isUpperCase(c)
                            && Character.isLowerCase(text.charAt(at - 1));
            odd += capital || NEVER_BEHIND_LETTERS.indexOf(c) >= 0 ? 1 : 0;
        }
        return odd;
    }

    private static boolean isOddSign(String text, int at) {
        char c = text.charAt(at);
        if (c < 0x80 || at == 0 || !Character.isLetter(text.charAt(at - 1))) {
            return false;
        }
        boolean between =
                at + 1 < text.length()
                        && Character.isLetter(text.charAt(at + 1))
                        && Character.getType(c) != Character.NON_SPACING_MARK
                        && BETWEEN_LETTERS.indexOf(c) < 0;
        return between || NEVER_BEHIND_LETTERS.indexOf(c) >= 0;
    }
}

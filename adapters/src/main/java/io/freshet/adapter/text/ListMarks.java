package io.freshet.adapter.text;

/// The marks of list items in texts that are read line by line: a bullet, a number with a point or
/// a parenthesis, `#.`, or a letter with a point and two blanks behind it (one would make an item
/// of every initial).
final class ListMarks {
    private static final int NUMBER_DIGITS_MAX = 3;
    private static final String BULLETS = "-*+\u2022";

    private ListMarks() {}

    /// Whether a line begins with a mark, white space, and then something.
    static boolean isItem(String line) {
        String bare = line.strip();
        int mark = mark(bare);
        return mark > 0 && mark < bare.length() && Character.isWhitespace(bare.charAt(mark));
    }

    /// How long the mark is; 0 where there is none.
    private static int mark(String bare) {
        if (bare.isEmpty()) {
            return 0;
        }
        if (BULLETS.indexOf(bare.charAt(0)) >= 0) {
            return 1;
        }
        if (bare.startsWith("#.")) {
            return 2;
        }
        if (isLetter(bare.charAt(0))) {
            boolean apart = bare.length() > 3 && Character.isWhitespace(bare.charAt(3));
            return apart && bare.charAt(1) == '.' ? 2 : 0;
        }
        int digits = 0;
        while (digits < bare.length()
                && digits <= NUMBER_DIGITS_MAX
                && Character.isDigit(bare.charAt(digits))) {
            digits++;
        }
        boolean numbered =
                digits > 0
                        && digits <= NUMBER_DIGITS_MAX
                        && digits < bare.length()
                        && ".)".indexOf(bare.charAt(digits)) >= 0;
        return numbered ? digits + 1 : 0;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}

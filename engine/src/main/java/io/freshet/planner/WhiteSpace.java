package io.freshet.planner;

/// What counts as white space in a document: all that Unicode calls so, no-break spaces included.
final class WhiteSpace {
    private WhiteSpace() {}

    /// No character above the basic plane is white space, so a UTF-16 unit may be asked too.
    static boolean is(int c) {
        if (c < 0x1680) {
            return (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= ' ') || c == 0x85 || c == 0xA0;
        }
        return c == 0x1680
                || (c >= 0x2000 && c <= 0x200A)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202F
                || c == 0x205F
                || c == 0x3000;
    }

    /// The first place from `from` on, before `to`, that is no white space; `to` where none is.
    static int skip(String text, int from, int to) {
        int at = from;
        while (at < to && is(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /// The end of `from` to `to` without the white space at its end.
    static int strip(String text, int from, int to) {
        int at = to;
        while (at > from && is(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }
}

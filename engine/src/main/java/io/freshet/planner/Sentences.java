package io.freshet.planner;

/// Where a sentence or a clause ends, in Latin, Cyrillic and CJK punctuation. Hand-written, so that
/// no input makes it go back over what it has read.
final class Sentences {
    private static final String TERMINATORS = ".!?\u2026";
    private static final String CLOSERS = "\"')]*_`";
    private static final String OPENERS = "\"'([*_`<";
    private static final String FULL_STOPS = "\u3002\uFF01\uFF1F!?";
    private static final String AFTER_FULL_STOP = "\u3002\uFF01\uFF1F!?\u300D\u300F\uFF09)";
    private static final String CLAUSE_ENDS = ",;:";
    private static final String WIDE_CLAUSE_ENDS = "\uFF0C\uFF1B\uFF1A\u3001";

    private Sentences() {}

    /// The end of the sentence that starts at `from`, with the white space behind it: after a
    /// terminator, where the next one begins like a sentence; after a full stop of CJK, where no
    /// closing sign follows; after a blank line.
    static int end(String text, int from, int to) {
        for (int at = from; at < to; ) {
            char c = text.charAt(at);
            if (c == '\n') {
                int gap = WhiteSpace.skip(text, at, to);
                int lastBreak = text.lastIndexOf('\n', gap - 1);
                if (lastBreak > at) {
                    return lastBreak + 1;
                }
                at = gap;
                continue;
            }
            at++;
            if (TERMINATORS.indexOf(c) >= 0) {
                int next = nextSentence(text, at, to);
                if (next > 0) {
                    return next;
                }
            }
            if (FULL_STOPS.indexOf(c) >= 0 && at < to && follows(text.charAt(at))) {
                return at;
            }
        }
        return to;
    }

    /// The end of the clause that starts at `from`: after a comma, semicolon or colon.
    static int clauseEnd(String text, int from, int to) {
        for (int at = from; at < to; ) {
            char c = text.charAt(at++);
            if (WIDE_CLAUSE_ENDS.indexOf(c) >= 0) {
                return at;
            }
            if (CLAUSE_ENDS.indexOf(c) >= 0 && at < to && WhiteSpace.is(text.charAt(at))) {
                return WhiteSpace.skip(text, at, to);
            }
        }
        return to;
    }

    private static boolean follows(char c) {
        return AFTER_FULL_STOP.indexOf(c) < 0 && !WhiteSpace.is(c);
    }

    /// Where the next sentence starts, if `at`, right behind a terminator, ends one; else 0.
    private static int nextSentence(String text, int at, int to) {
        int closed = skip(text, at, to, CLOSERS);
        int start = WhiteSpace.skip(text, closed, to);
        if (start == closed) {
            return 0;
        }
        int letter = skip(text, start, to, OPENERS);
        return letter < to && opensSentence(text.charAt(letter)) ? start : 0;
    }

    private static boolean opensSentence(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c >= 0x400 && c <= 0x4FF);
    }

    private static int skip(String text, int from, int to, String signs) {
        int at = from;
        while (at < to && signs.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }
}

package io.freshet.planner;

/// Where lines end: at LF, CR LF or a lone CR.
final class Lines {
    private Lines() {}

    /// The end of the line that holds `at`, before its terminator.
    static int end(String text, int at, int to) {
        int end = at;
        while (end < to && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    /// The start of the line after the one that ends at `end`.
    static int next(String text, int end, int to) {
        if (end + 1 < to && text.charAt(end) == '\r' && text.charAt(end + 1) == '\n') {
            return end + 2;
        }
        return Math.min(end + 1, to);
    }
}

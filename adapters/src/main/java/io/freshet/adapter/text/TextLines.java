package io.freshet.adapter.text;

import java.util.Arrays;

/// The lines of a text from a place on. A line ends at LF, CR LF or a lone CR, as Markdown has it.
/// Confined to its caller.
final class TextLines {
    private final String text;
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private int count;

    TextLines(String text, int from) {
        this.text = text;
        int start = from;
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '\n' && c != '\r') {
                continue;
            }
            add(start, at);
            if (c == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n') {
                at++;
            }
            start = at + 1;
        }
        if (start < text.length()) {
            add(start, text.length());
        }
    }

    private void add(int start, int end) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        starts[count] = start;
        ends[count++] = end;
    }

    int count() {
        return count;
    }

    int start(int line) {
        return starts[line];
    }

    /// Before the line's terminator.
    int end(int line) {
        return ends[line];
    }

    boolean isBlank(int line) {
        return indent(line) == ends[line] - starts[line];
    }

    /// How many characters of white space it begins with.
    int indent(int line) {
        int at = starts[line];
        while (at < ends[line] && isSpace(text.charAt(at))) {
            at++;
        }
        return at - starts[line];
    }

    String line(int line) {
        return text.substring(starts[line], ends[line]);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}

package io.freshet.planner;

import io.freshet.Block;
import java.util.List;

/// The form of a text that is hashed and embedded: white space collapsed, so that a re-wrapped
/// paragraph is the same text; where line breaks mean something (code, tables) only the ends of
/// lines are stripped. Front matter is metadata and belongs to no chunk's text.
final class Normaliser {
    private Normaliser() {}

    /// Runs of white space become one space; none at either end.
    static String collapse(String text, int from, int to) {
        var out = new StringBuilder(to - from);
        boolean gap = false;
        for (int at = from; at < to; at++) {
            char c = text.charAt(at);
            if (WhiteSpace.is(c)) {
                gap = true;
                continue;
            }
            if (gap && !out.isEmpty()) {
                out.append(' ');
            }
            gap = false;
            out.append(c);
        }
        return out.toString();
    }

    /// What the blocks, from number `first` on, say between `from` and `to`, each beginning on its
    /// own line.
    static String text(String text, List<Block> blocks, int first, Span span) {
        var out = new StringBuilder(span.end() - span.start());
        for (int b = first; b < blocks.size() && blocks.get(b).start() < span.end(); b++) {
            Block block = blocks.get(b);
            int start = Math.max(block.start(), span.start());
            int end = Math.min(block.end(), span.end());
            if (start >= end || block.kind() == Block.Kind.FRONT_MATTER) {
                continue;
            }
            String part =
                    block.kind().keepsLines()
                            ? lines(text, start, end)
                            : collapse(text, start, end);
            if (!part.isEmpty()) {
                out.append(out.isEmpty() ? "" : "\n").append(part);
            }
        }
        return out.toString();
    }

    /// Every line without the white space at its end; no blank lines at either end.
    private static String lines(String text, int from, int to) {
        var out = new StringBuilder(to - from);
        int blank = 0;
        for (int at = from; at < to; ) {
            int end = Lines.end(text, at, to);
            int stripped = WhiteSpace.strip(text, at, end);
            if (stripped == at) {
                blank++;
            } else {
                out.repeat('\n', out.isEmpty() ? 0 : blank + 1).append(text, at, stripped);
                blank = 0;
            }
            at = Lines.next(text, end, to);
        }
        return out.toString();
    }

    /// A part of a text, in UTF-16 units.
    record Span(int start, int end) {}
}

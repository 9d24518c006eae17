package io.freshet.adapter.text;

import io.freshet.Block;
import io.freshet.Block.Kind;
import java.util.List;

/// The blocks of reStructuredText and of AsciiDoc, told by their lines alone: no directive, macro
/// or attribute is carried out, and what heads a document, such as its fields, is a paragraph. What
/// is indented goes with what stands above it; it is code where a colon announces it.
///
/// Confined to its caller.
final class LineBlocks {
    private static final int INDENTED = 2;
    private static final int CODE_INDENTED = 4;
    private static final int FENCE_MIN = 4;
    private static final String FENCES = "-._=*";
    private static final String TABLE_FENCE = "|===";

    private final TextLines lines;
    private final BlockWriter writer;
    private final Markup markup;
    private boolean announced;

    private LineBlocks(TextLines lines, Markup markup) {
        this.lines = lines;
        this.writer = new BlockWriter(lines);
        this.markup = markup;
    }

    /// Whose lines they are.
    enum Markup {
        RESTRUCTURED,
        ASCII_DOC;

        private Titles.Title title(TextLines lines, int line) {
            return switch (this) {
                case RESTRUCTURED -> Titles.restructured(lines, line);
                case ASCII_DOC -> Titles.asciiDoc(lines, line);
            };
        }

        private boolean isFence(String line) {
            return this == ASCII_DOC && isFenceLine(line.stripTrailing());
        }

        private static boolean isFenceLine(String bare) {
            char sign = bare.isEmpty() ? ' ' : bare.charAt(0);
            boolean repeated =
                    bare.length() >= FENCE_MIN
                            && FENCES.indexOf(sign) >= 0
                            && bare.chars().allMatch(c -> c == sign);
            return repeated || bare.equals(TABLE_FENCE);
        }
    }

    static List<Block> of(TextLines lines, Markup markup) {
        var blocks = new LineBlocks(lines, markup);
        for (int line = 0; line < lines.count(); ) {
            line = lines.isBlank(line) ? line + 1 : blocks.block(line);
        }
        return blocks.writer.finish();
    }

    /// The line after the block that starts here.
    private int block(int line) {
        Titles.Title title = markup.title(lines, line);
        if (title.exists()) {
            return write(Kind.HEADING, title.level(), line, title.end());
        }
        String text = lines.line(line);
        if (markup.isFence(text)) {
            Kind kind = text.startsWith(TABLE_FENCE) ? Kind.TABLE : Kind.CODE;
            return write(kind, 0, line, fenceEnd(line));
        }
        if (isRow(line, "+--")) {
            int end = line + 1;
            while (end < lines.count() && isRow(end, "+")) {
                end++;
            }
            return write(Kind.TABLE, 0, line, end);
        }
        return text(line);
    }

    private int fenceEnd(int open) {
        String fence = lines.line(open).stripTrailing();
        int line = open + 1;
        while (line < lines.count() && !lines.line(line).stripTrailing().equals(fence)) {
            line++;
        }
        return Math.min(line + 1, lines.count());
    }

    private int text(int line) {
        int end = line + 1;
        while (end < lines.count() && !lines.isBlank(end) && !starts(end)) {
            end++;
        }
        int indent = lines.indent(line);
        boolean item = ListMarks.isItem(lines.line(line));
        int depth = indent >= INDENTED ? 1 : 0;
        if (item) {
            return write(Kind.ITEM, depth, line, end);
        }
        if (depth == 0) {
            return write(Kind.PARAGRAPH, 0, line, end);
        }
        boolean code = announced && indent >= CODE_INDENTED;
        return write(code ? Kind.CODE : Kind.CONTINUATION, 1, line, end);
    }

    private boolean starts(int line) {
        String text = lines.line(line);
        return markup.isFence(text)
                || ListMarks.isItem(text)
                || isRow(line, "|")
                || markup.title(lines, line).exists();
    }

    /// Whether a line that is not blank begins with a pipe, or as given.
    private boolean isRow(int line, String other) {
        String bare = lines.line(line).strip();
        return bare.startsWith("|") || bare.startsWith(other);
    }

    private int write(Kind kind, int depth, int line, int end) {
        writer.add(kind, depth, line, end - 1);
        String last = lines.line(end - 1).stripTrailing();
        announced = last.endsWith(":") || last.endsWith("\uFF1A");
        return end;
    }
}

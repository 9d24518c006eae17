package io.freshet.adapter.text;

import io.freshet.Block;
import io.freshet.Block.Kind;
import java.util.List;

/// The blocks of plain text: paragraphs between blank lines, the items of a list, and a line that
/// is underlined with one of `= - ~ ^ +`, which is a heading of level 1 to 5.
final class PlainBlocks {
    private static final int INDENTED = 2;
    private static final int UNDERLINE_MIN = 3;
    private static final int SHORTER_BY_MAX = 2;
    private static final String UNDERLINES = "=-~^+";

    private final TextLines lines;
    private final BlockWriter writer;
    private Kind before = Kind.PARAGRAPH;

    private PlainBlocks(TextLines lines) {
        this.lines = lines;
        this.writer = new BlockWriter(lines);
    }

    static List<Block> of(TextLines lines) {
        var blocks = new PlainBlocks(lines);
        for (int line = 0; line < lines.count(); ) {
            line = lines.isBlank(line) ? line + 1 : blocks.block(line);
        }
        return blocks.writer.finish();
    }

    /// The line after the block that starts here.
    private int block(int line) {
        int level = headingLevel(line);
        if (level > 0) {
            before = Kind.HEADING;
            writer.add(before, level, line, line + 1);
            return line + 2;
        }
        int end = line + 1;
        while (end < lines.count() && !lines.isBlank(end) && !isItem(end)) {
            end++;
        }
        boolean indented = lines.indent(line) >= INDENTED;
        boolean inList = before == Kind.ITEM || before == Kind.CONTINUATION;
        before = isItem(line) ? Kind.ITEM : unmarked(indented && inList);
        writer.add(before, indented && before != Kind.PARAGRAPH ? 1 : 0, line, end - 1);
        return end;
    }

    private static Kind unmarked(boolean continues) {
        return continues ? Kind.CONTINUATION : Kind.PARAGRAPH;
    }

    private int headingLevel(int line) {
        boolean alone = line == 0 || lines.isBlank(line - 1);
        if (!alone || line + 1 >= lines.count() || lines.indent(line) > 0) {
            return 0;
        }
        String under = lines.line(line + 1).stripTrailing();
        String title = lines.line(line).stripTrailing();
        boolean longEnough =
                under.length() >= Math.max(UNDERLINE_MIN, title.length() - SHORTER_BY_MAX);
        return longEnough && isUnderline(under) && !isUnderline(title)
                ? UNDERLINES.indexOf(under.charAt(0)) + 1
                : 0;
    }

    private static boolean isUnderline(String line) {
        char first = line.isEmpty() ? ' ' : line.charAt(0);
        return UNDERLINES.indexOf(first) >= 0 && line.chars().allMatch(c -> c == first);
    }

    private boolean isItem(int line) {
        return ListMarks.isItem(lines.line(line));
    }
}

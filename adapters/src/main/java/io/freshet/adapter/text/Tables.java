package io.freshet.adapter.text;

import org.commonmark.node.Block;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.SourceLine;
import org.commonmark.parser.block.AbstractBlockParser;
import org.commonmark.parser.block.BlockContinue;
import org.commonmark.parser.block.BlockParserFactory;
import org.commonmark.parser.block.BlockStart;
import org.commonmark.parser.block.MatchedBlockParser;
import org.commonmark.parser.block.ParserState;

/// Finds the lines of a pipe table: a header row with as many cells as the row of dashes under it,
/// then every line with a pipe.
final class Tables implements BlockParserFactory {
    private static final int CODE_INDENT = 4;

    @Override
    public BlockStart tryStart(ParserState state, MatchedBlockParser matched) {
        if (state.getIndent() >= CODE_INDENT
                || !(matched.getMatchedBlockParser().getBlock() instanceof Paragraph)) {
            return BlockStart.none();
        }
        CharSequence line = state.getLine().getContent();
        String row = line.subSequence(state.getNextNonSpaceIndex(), line.length()).toString();
        if (!isDashes(row)) {
            return BlockStart.none();
        }
        var lines = matched.getParagraphLines().getLines();
        if (lines.isEmpty() || cells(lines.getLast()) != cells(row)) {
            return BlockStart.none();
        }
        return BlockStart.of(new TableParser()).atIndex(state.getIndex()).replaceParagraphLines(1);
    }

    private static int cells(SourceLine line) {
        String row = line.getContent().toString();
        return row.indexOf('|') < 0 ? 0 : cells(row);
    }

    private static int cells(String row) {
        String bare = row.strip();
        int cells = 1;
        for (int at = 0; at < bare.length(); at++) {
            char c = bare.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '|' && at > 0 && at < bare.length() - 1) {
                cells++;
            }
        }
        return cells;
    }

    /// Whether every cell is dashes, with a colon at either end where one is. Needs one pipe.
    private static boolean isDashes(String row) {
        boolean piped = false;
        boolean dashed = false;
        boolean closed = false;
        for (int at = 0; at < row.length(); at++) {
            char c = row.charAt(at);
            switch (c) {
                case '|' -> {
                    if (at > 0 && !dashed) {
                        return false;
                    }
                    piped = true;
                    dashed = false;
                    closed = false;
                }
                case '-' -> {
                    if (closed) {
                        return false;
                    }
                    dashed = true;
                }
                case ':', ' ', '\t' -> closed = dashed;
                default -> {
                    return false;
                }
            }
        }
        return piped;
    }

    /// A table's lines.
    static final class Table extends CustomBlock {}

    private static final class TableParser extends AbstractBlockParser {
        private final Table table = new Table();

        @Override
        public Block getBlock() {
            return table;
        }

        @Override
        public BlockContinue tryContinue(ParserState state) {
            boolean isRow = state.getLine().getContent().toString().indexOf('|') >= 0;
            return isRow ? BlockContinue.atIndex(state.getIndex()) : BlockContinue.none();
        }
    }
}

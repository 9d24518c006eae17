package io.freshet.adapter.text;

import org.commonmark.node.Block;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.block.AbstractBlockParser;
import org.commonmark.parser.block.BlockContinue;
import org.commonmark.parser.block.BlockParserFactory;
import org.commonmark.parser.block.BlockStart;
import org.commonmark.parser.block.MatchedBlockParser;
import org.commonmark.parser.block.ParserState;
import org.jspecify.annotations.Nullable;

/// Breaks off a paragraph after many lines and goes on with a [Rest], because the library copies
/// all of a paragraph's lines each time that it looks whether one of them begins something else,
/// which makes a column of numbers quadratic. In the rest neither an underlined heading nor a table
/// is found.
///
/// One for each parse.
final class Paragraphs implements BlockParserFactory {
    private static final int LOOKS_MAX = 500;

    private @Nullable Block current;
    private int looks;

    @Override
    public BlockStart tryStart(ParserState state, MatchedBlockParser matched) {
        Block block = matched.getMatchedBlockParser().getBlock();
        if (!(block instanceof Paragraph) || block instanceof Rest) {
            return BlockStart.none();
        }
        if (!block.equals(current)) {
            current = block;
            looks = 0;
        }
        if (++looks < LOOKS_MAX) {
            return BlockStart.none();
        }
        return BlockStart.of(new RestParser()).atIndex(state.getIndex());
    }

    /// The lines of a paragraph after the first many; the same paragraph as before it.
    static final class Rest extends Paragraph {}

    private static final class RestParser extends AbstractBlockParser {
        private final Rest rest = new Rest();

        @Override
        public boolean canHaveLazyContinuationLines() {
            return true;
        }

        @Override
        public Block getBlock() {
            return rest;
        }

        @Override
        public BlockContinue tryContinue(ParserState state) {
            return state.isBlank() ? BlockContinue.none() : BlockContinue.atIndex(state.getIndex());
        }
    }
}

package io.freshet.planner;

import io.freshet.Block;
import io.freshet.Chunking;
import java.util.ArrayList;
import java.util.List;

/// Cuts blocks into atoms. A block is one atom while it fits a chunk; a longer one is split.
final class Atoms {
    private static final int BLOCK = 3;
    private static final int NEXT_ITEM = 2;
    private static final int SET_OFF = 2;
    private static final int GLUED = 1;
    private static final int INSIDE = 0;

    private Atoms() {}

    static List<Atom> of(String text, List<Block> blocks, Chunking chunking) {
        List<Atom> atoms = new ArrayList<>();
        var splitter = new Splitter(text, chunking, atoms);
        Block.Kind before = Block.Kind.FRONT_MATTER;
        boolean announced = false;
        for (Block block : blocks) {
            if (block.kind() == Block.Kind.FRONT_MATTER) {
                continue;
            }
            int tokens = Tokens.count(text, block.start(), block.end());
            int level = level(block, before, announced);
            if (tokens > chunking.tokensMax()) {
                splitter.split(block, level);
            } else if (tokens > 0) {
                var part = new Normaliser.Span(block.start(), block.end());
                atoms.add(Atom.of(text, part, level, tokens));
            }
            before = block.kind();
            announced = endsWithColon(text, block);
        }
        return atoms;
    }

    /// The strength of the boundary before a block: what follows a heading, or what a colon
    /// announces, stays with it.
    private static int level(Block block, Block.Kind before, boolean announced) {
        if (before == Block.Kind.HEADING) {
            return INSIDE;
        }
        int level =
                switch (block.kind()) {
                    case HEADING -> 10 - block.depth();
                    case PARAGRAPH, FRONT_MATTER -> block.depth() > 0 ? GLUED : BLOCK;
                    case ITEM -> item(block.depth(), before);
                    case CONTINUATION -> GLUED;
                    case CODE, TABLE -> block.depth() > 0 ? GLUED : SET_OFF;
                };
        return announced && level < Atom.HEADING ? Math.min(level, GLUED) : level;
    }

    private static int item(int depth, Block.Kind before) {
        if (depth > 0) {
            return GLUED;
        }
        boolean inList = before == Block.Kind.ITEM || before == Block.Kind.CONTINUATION;
        return inList ? NEXT_ITEM : BLOCK;
    }

    private static boolean endsWithColon(String text, Block block) {
        int end = WhiteSpace.strip(text, block.start(), block.end());
        return end > block.start()
                && (text.charAt(end - 1) == ':' || text.charAt(end - 1) == '\uFF1A');
    }
}

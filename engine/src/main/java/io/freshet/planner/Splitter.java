package io.freshet.planner;

import io.freshet.Block;
import io.freshet.Chunking;
import java.util.List;

/// Splits a block that no chunk can hold: into sentences (lines, for code and tables); what is
/// still over the limit into clauses, then words; and a word that is too long at places that its
/// own characters choose. So the maximum holds for any text, and an insertion moves no cut but
/// those beside it.
///
/// Confined to its caller.
final class Splitter {
    private static final int CLAUSE = -1;
    private static final int WORD = -2;
    private static final int PIECE = -3;
    private static final int SENTENCE_TOKENS = 200;
    private static final int PIECE_CHARACTERS = 160;
    private static final int WINDOW = 8;
    private static final int CUT_MASK = 63;

    private final String text;
    private final List<Atom> atoms;
    private final int tokensMax;
    private final int piece;
    private final int pieceMin;

    Splitter(String text, Chunking chunking, List<Atom> atoms) {
        this.text = text;
        this.atoms = atoms;
        this.tokensMax = Math.min(SENTENCE_TOKENS, chunking.targetTokens() * 5 / 8);
        this.piece = Math.min(PIECE_CHARACTERS, chunking.targetTokens() / 2);
        this.pieceMin = piece * 3 / 10;
    }

    /// @param level of the boundary before the block
    void split(Block block, int level) {
        boolean byLine = block.kind().keepsLines();
        int before = level;
        for (int at = block.start(); at < block.end(); ) {
            int end =
                    byLine
                            ? Lines.next(text, Lines.end(text, at, block.end()), block.end())
                            : Sentences.end(text, at, block.end());
            if (sentence(at, end, before)) {
                before = 0;
            }
            at = end;
        }
    }

    /// Whether there was anything but white space, as with the smaller parts below.
    private boolean sentence(int from, int to, int level) {
        int tokens = Tokens.count(text, from, to);
        if (tokens <= tokensMax) {
            return add(from, to, level, tokens);
        }
        int before = level;
        for (int at = from; at < to; ) {
            int end = Sentences.clauseEnd(text, at, to);
            if (clause(at, end, before)) {
                before = CLAUSE;
            }
            at = end;
        }
        return true;
    }

    private boolean clause(int from, int to, int level) {
        int tokens = Tokens.count(text, from, to);
        if (tokens <= tokensMax) {
            return add(from, to, level, tokens);
        }
        int before = level;
        for (int at = WhiteSpace.skip(text, from, to); at < to; ) {
            int end = at;
            while (end < to && !WhiteSpace.is(text.charAt(end))) {
                end++;
            }
            word(at, end, before);
            before = WORD;
            at = WhiteSpace.skip(text, end, to);
        }
        return true;
    }

    /// Cuts where the hash of the eight characters before a place says so, else at the limit.
    private void word(int from, int to, int level) {
        if (to - from <= piece) {
            add(from, to, level, Tokens.count(text, from, to));
            return;
        }
        int before = level;
        int start = from;
        int window = from;
        int length = 0;
        int seen = 0;
        for (int at = from; at < to; length++, seen++) {
            if (seen >= WINDOW) {
                if (length >= piece || (length >= pieceMin && isCut(window, at))) {
                    add(start, at, before, Tokens.count(text, start, at));
                    before = PIECE;
                    start = at;
                    length = 0;
                }
                window += Character.charCount(text.codePointAt(window));
            }
            at += Character.charCount(text.codePointAt(at));
        }
        add(start, to, before, Tokens.count(text, start, to));
    }

    private boolean isCut(int from, int to) {
        return (Atom.crc32(text.substring(from, to)) & CUT_MASK) == 0;
    }

    private boolean add(int from, int to, int level, int tokens) {
        if (tokens == 0) {
            return false;
        }
        atoms.add(Atom.of(text, new Normaliser.Span(from, to), level, tokens));
        return true;
    }
}

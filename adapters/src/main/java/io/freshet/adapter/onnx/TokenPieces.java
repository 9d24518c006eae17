package io.freshet.adapter.onnx;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.freshet.FreshetException.Refused;
import io.freshet.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A text as the model reads it: its tokens, in as many pieces as the model's limit asks for, each
/// between the marks that open and close an input. No token is left out. Safe for any thread until
/// closed.
///
/// The tokens are split, not the text: a piece's tokens are then exactly those that the whole text
/// has at that place.
final class TokenPieces implements AutoCloseable {
    /// Beyond it a text would hold a core for more than ten seconds: it is refused, aloud.
    static final int PIECES_MAX = 64;

    private static final int MARKS = 2;

    private final HuggingFaceTokenizer tokenizer;
    private final int pieceTokensMax;
    private final long opening;
    private final long closing;

    private TokenPieces(HuggingFaceTokenizer tokenizer, int inputTokensMax) {
        this.tokenizer = tokenizer;
        this.pieceTokensMax = inputTokensMax - MARKS;
        long[] marks = tokenizer.encode("", true, false).getIds();
        if (marks.length != MARKS) {
            throw new IllegalArgumentException(
                    "a tokenizer puts one mark before and one after; marks=" + marks.length);
        }
        this.opening = marks[0];
        this.closing = marks[1];
    }

    /// @param json the tokenizer's description, whose own truncation and padding are not used: they
    ///   would cut silently and make a vector depend on its neighbours
    static TokenPieces of(byte[] json, int inputTokensMax) throws IOException {
        var options = Map.of("truncation", "do_not_truncate", "padding", "do_not_pad");
        return new TokenPieces(
                HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options),
                inputTokensMax);
    }

    /// At least one piece, even of a text in which the model sees nothing.
    List<long[]> of(String text) {
        long[] tokens = tokens(text);
        if (tokens.length > (long) PIECES_MAX * pieceTokensMax) {
            throw new Refused(
                    "a text is longer than the embedder takes; tokens=%d tokensMax=%d"
                            .formatted(tokens.length, PIECES_MAX * pieceTokensMax));
        }
        List<long[]> pieces = new ArrayList<>();
        int start = 0;
        do {
            int end = Math.min(tokens.length, start + pieceTokensMax);
            pieces.add(marked(Arrays.copyOfRange(tokens, start, end)));
            start = end;
        } while (start < tokens.length);
        return pieces;
    }

    private long[] tokens(String text) {
        try {
            return tokenizer.encode(Text.wellFormed(text), false, false).getIds();
        } catch (RuntimeException e) {
            throw new Refused("the tokenizer takes no such text; chars=" + text.length(), e);
        }
    }

    private long[] marked(long[] tokens) {
        long[] marked = new long[tokens.length + MARKS];
        marked[0] = opening;
        System.arraycopy(tokens, 0, marked, 1, tokens.length);
        marked[marked.length - 1] = closing;
        return marked;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}

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

    private static final String ANY = "a";

    private final HuggingFaceTokenizer tokenizer;
    private final int pieceTokensMax;
    private final long[] opening;
    private final long[] closing;

    private TokenPieces(HuggingFaceTokenizer tokenizer, int inputTokensMax) {
        this.tokenizer = tokenizer;
        long[] bare = tokenizer.encode(ANY, false, false).getIds();
        long[] marked = tokenizer.encode(ANY, true, false).getIds();
        int start = place(bare, marked);
        this.opening = Arrays.copyOfRange(marked, 0, start);
        this.closing = Arrays.copyOfRange(marked, start + bare.length, marked.length);
        this.pieceTokensMax = inputTokensMax - opening.length - closing.length;
        if (pieceTokensMax < 1) {
            throw new IllegalArgumentException(
                    "the model's marks leave no room for a text; inputTokensMax=" + inputTokensMax);
        }
    }

    /// Where the tokens of a text stand among the same with marks around them.
    private static int place(long[] bare, long[] marked) {
        for (int start = 0; bare.length > 0 && start + bare.length <= marked.length; start++) {
            if (Arrays.equals(marked, start, start + bare.length, bare, 0, bare.length)) {
                return start;
            }
        }
        throw new IllegalArgumentException(
                "the tokenizer does not put its marks before and after a text");
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
        long[] marked = Arrays.copyOf(opening, opening.length + tokens.length + closing.length);
        System.arraycopy(tokens, 0, marked, opening.length, tokens.length);
        System.arraycopy(closing, 0, marked, opening.length + tokens.length, closing.length);
        return marked;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}

package io.freshet;

/// How a collection's documents are cut.
///
/// @param targetTokens chunks are joined up to here, 32 to 2,000 by the fixed estimate
/// @param prefix what is put before the embedded text
public record Chunking(int targetTokens, Prefix prefix) implements CollectionSettings.Part {
    public static final Chunking DEFAULT = new Chunking(320, Prefix.NONE);

    public Chunking {
        if (targetTokens < 32 || targetTokens > 2000) {
            throw new IllegalArgumentException(
                    "chunking.target_tokens is 32 to 2000; target_tokens=" + targetTokens);
        }
    }

    /// No chunk is larger.
    public int tokensMax() {
        return targetTokens + targetTokens / 2;
    }

    /// A chunk below this is joined where the two fit [#tokensMax].
    public int tokensMin() {
        return targetTokens / 5;
    }

    /// What is put before the embedded text, at most 30 tokens.
    public enum Prefix {
        NONE,
        TITLE,
        HEADING
    }
}

package io.freshet;

/// A piece of a document, addressed by what it says: the same text is the same chunk wherever and
/// whenever it occurs, so an edit keeps the chunks that it did not touch.
///
/// @param hash of exactly `text`
/// @param text what is embedded: white space normalised, with the prefix where one is configured
/// @param tokens by the fixed estimate, which is the same for every model
public record Chunk(String hash, String text, int tokens) {
    public Chunk {
        if (Text.isBlank(text)) {
            throw new IllegalArgumentException("a chunk has text; hash=" + hash);
        }
    }

    public static Chunk of(String text, int tokens) {
        return new Chunk(Text.hash(text), text, tokens);
    }
}

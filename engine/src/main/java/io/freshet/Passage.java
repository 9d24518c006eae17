package io.freshet;

/// Where a chunk stands in its document, told without a word of what is written there.
///
/// @param ordinal of the chunk in the document, from 0
/// @param start offset into the text in UTF-16 units, up to `end`
/// @param line of the start, from 1
public record Passage(int ordinal, int start, int end, int line) {
    /// Of the first chunk with this hash.
    ///
    /// @throws IllegalArgumentException where the body has none
    public static Passage of(DocumentChange.Body body, String hash) {
        int ordinal = 0;
        for (Placement placement : body.placements()) {
            if (placement.hash().equals(hash)) {
                String before = body.content().text().substring(0, placement.start());
                int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
                return new Passage(ordinal, placement.start(), placement.end(), line);
            }
            ordinal++;
        }
        throw new IllegalArgumentException("the document has no such chunk; hash=" + hash);
    }

    @Override
    public String toString() {
        return "chunk " + ordinal + " at line " + line + ", characters " + start + " to " + end;
    }
}

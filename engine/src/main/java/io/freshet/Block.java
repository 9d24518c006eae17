package io.freshet;

/// A block of a document's text, as its format's parser sees it. Blocks are in order and do not
/// overlap; what lies between two is white space.
///
/// @param depth for a heading 1 to 6; for another block how deep it is nested or indented, 0 at the
///   top
/// @param start offset of the block's first line in the text, in UTF-16 units
/// @param end offset just behind its last line
public record Block(Kind kind, int depth, int start, int end) {
    public Block {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException(
                    "a block is not empty; start=" + start + " end=" + end);
        }
    }

    /// What a block is.
    public enum Kind {
        FRONT_MATTER,
        HEADING,
        PARAGRAPH,
        ITEM,
        /// A further block of a list item.
        CONTINUATION,
        CODE,
        TABLE;

        /// Whether its line breaks mean something, so that white space is only stripped at line
        /// ends.
        public boolean keepsLines() {
            return this == CODE || this == TABLE || this == FRONT_MATTER;
        }
    }
}

package io.freshet;

import java.util.List;

/// What a format's parser found in a document's text.
///
/// @param frontMatter what the text says of itself; metadata given with the event wins over it
public record Extracted(List<Block> blocks, Metadata frontMatter) {
    public Extracted {
        blocks = List.copyOf(blocks);
    }
}

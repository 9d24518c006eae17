package io.freshet;

import java.util.List;

/// Where a chunk stands in a document's text. A document is its placements in order, which may
/// repeat a hash.
///
/// @param start offset into the text, in UTF-16 units; the placements tile it
/// @param headings the path of headings over its start, outermost first
public record Placement(String hash, int start, int end, int tokens, List<String> headings) {
    public Placement {
        headings = List.copyOf(headings);
    }
}

package io.freshet;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A text cut into chunks.
///
/// @param placements where they stand, in order; they tile the text. None if it says nothing
/// @param chunks each distinct one by its hash, in the order of its first placement
public record Chunked(List<Placement> placements, SequencedMap<String, Chunk> chunks) {
    public Chunked {
        placements = List.copyOf(placements);
        chunks = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(chunks));
    }
}

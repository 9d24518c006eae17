package io.freshet;

/// One way in which a collection is embedded and cut, and the store that holds it so.
///
/// @param embedder its name in the configuration
/// @param model of the embedder, for people
/// @param space fingerprint of the embedding space
/// @param slot which of the collection's places for a store is its own; 0 is the first one's
public record Side(String embedder, String model, String space, Chunking chunking, int slot) {
    /// Two are as good as each other where the vectors are comparable and the cuts the same.
    public boolean holdsTheSameAs(Side other) {
        return space.equals(other.space) && chunking.equals(other.chunking);
    }
}

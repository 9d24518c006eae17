package io.freshet.client;

/// Chunks that came, went and stayed.
public record ChunkCounts(int added, int removed, int kept) {
    static final ChunkCounts NONE = new ChunkCounts(0, 0, 0);
}

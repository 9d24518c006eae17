package io.freshet.client;

import org.jspecify.annotations.Nullable;

/// How a collection is embedded and cut, and how far its move to another way is.
///
/// @param state `none`, `filling`, `paused`, `ready` or `switched`
/// @param other what is filled, or, once it is switched, what can be gone back to
/// @param comparison of the two sides, once the other one is filled
/// @param problem why it does not get on
/// @param remedy where the settings say otherwise than what is in force
public record Migration(
        String state,
        Side inForce,
        @Nullable Side other,
        @Nullable Progress progress,
        @Nullable Comparison comparison,
        @Nullable String problem,
        @Nullable String remedy) {

    /// May it be switched?
    public boolean isReady() {
        return state.equals("ready");
    }

    /// A way to embed and cut.
    ///
    /// @param embedder its name in the configuration
    public record Side(String embedder, String model, Chunking chunking) {}

    /// How far the other side is filled.
    ///
    /// @param tokens that were embedded since the collection was opened
    /// @param indexVersion that the other store shows
    public record Progress(
            long documents,
            long documentsTotal,
            long chunks,
            long tokens,
            long indexVersion,
            @Nullable Double secondsLeft) {}

    /// What both sides answered to the same questions.
    ///
    /// @param samples chunks that both were asked for
    /// @param overlap of the documents among the first 10, from 0 to 1
    public record Comparison(
            long indexVersion,
            long rows,
            long expectedRows,
            long samples,
            long sameDocumentFirst,
            double overlap) {}
}

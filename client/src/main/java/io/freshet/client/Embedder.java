package io.freshet.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A model that collections use, and where it is asked.
///
/// @param space the same where two vectors can be compared
/// @param pooledTexts longer than the model reads, and embedded in pieces
/// @param endpoints the best first
public record Embedder(
        String model, int dimensions, String space, long pooledTexts, List<Endpoint> endpoints) {
    public Embedder {
        endpoints = Given.list(endpoints);
    }

    /// A door to the model, since the start of the server.
    ///
    /// @param state `unknown`, `up`, `down`, or `refused` while it serves another model
    /// @param failures requests that it did not answer
    public record Endpoint(
            String name, String state, @Nullable String problem, long requests, long failures) {}
}

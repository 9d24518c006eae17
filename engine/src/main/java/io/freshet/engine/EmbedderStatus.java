package io.freshet.engine;

import io.freshet.EmbeddingSpace;
import io.freshet.embedding.EndpointStatus;
import io.freshet.embedding.Endpoints;
import java.util.List;

/// A model that is used, and the places where it is asked, the best first.
///
/// @param pooledTexts that were longer than the model reads, and embedded in pieces, since the
///   start
public record EmbedderStatus(
        EmbeddingSpace space, long pooledTexts, List<EndpointStatus> endpoints) {
    public EmbedderStatus {
        endpoints = List.copyOf(endpoints);
    }

    static EmbedderStatus of(Endpoints endpoints) {
        return new EmbedderStatus(
                endpoints.embedder().space(), endpoints.pooledTexts(), endpoints.statuses());
    }
}

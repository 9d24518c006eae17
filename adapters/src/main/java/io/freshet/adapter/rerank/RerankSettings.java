package io.freshet.adapter.rerank;

import io.freshet.spi.Reranker;
import java.net.URI;

/// Where a reranker is and how it is asked.
///
/// @param url of the endpoint, whole
/// @param model empty where the endpoint has one only
/// @param key sent as a bearer token, unless it is empty
public record RerankSettings(
        Shape shape, URI url, String model, String key, Reranker.Limits limits) {
    /// Without the key.
    @Override
    public String toString() {
        return "RerankSettings[" + shape + " " + url.getHost() + " " + model + " " + limits + "]";
    }
}

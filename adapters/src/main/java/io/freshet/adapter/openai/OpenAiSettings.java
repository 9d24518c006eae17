package io.freshet.adapter.openai;

import io.freshet.Price;
import io.freshet.spi.Embedder;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Where a model is and how it is asked.
///
/// @param url that `/embeddings` is added to, such as `https://api.openai.com/v1`
/// @param key sent as a bearer token, unless it is empty
/// @param price of the model there; none where none is known
/// @param tokensPerMinuteMax the account's quota; 0 where none is known
public record OpenAiSettings(
        URI url,
        String key,
        Model model,
        Embedder.Limits limits,
        Duration connectTimeout,
        long tokensPerMinuteMax,
        Optional<Price> price) {
    /// @param dimensions of its vectors
    /// @param shortens whether the request says how many dimensions are wanted, which only some
    ///   models take
    /// @param inputTokensMax the most tokens of one text
    public record Model(
            String name,
            int dimensions,
            boolean shortens,
            String documentPrefix,
            String queryPrefix,
            int inputTokensMax) {}

    /// Without the key.
    @Override
    public String toString() {
        return "OpenAiSettings[" + url.getHost() + " " + model + " " + limits + "]";
    }
}

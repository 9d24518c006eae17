package io.freshet.adapter.openai;

import io.freshet.Price;
import io.freshet.spi.Embedder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where a model is and how it is asked.
///
/// @param name of the endpoint
/// @param url that is posted to, as [#address] makes it
/// @param tokensPerMinuteMax the account's quota; 0 where none is known
/// @param price of the model there; none where none is known
public record OpenAiSettings(
        String name,
        URI url,
        Key key,
        Model model,
        Embedder.Limits limits,
        Duration connectTimeout,
        long tokensPerMinuteMax,
        Optional<Price> price) {
    /// @param value empty where none is needed
    /// @param name where it stands, for messages
    /// @param prefixes one of which it begins with; empty where that is not known
    /// @param header that it is sent in as it is; empty: as a bearer token
    public record Key(String value, String name, List<String> prefixes, String header) {
        public Key {
            prefixes = List.copyOf(prefixes);
        }

        boolean hasItsForm() {
            return prefixes.isEmpty() || prefixes.stream().anyMatch(value::startsWith);
        }

        /// Without its value.
        @Override
        public String toString() {
            return "Key[" + name + "]";
        }
    }

    /// @param name the same at every endpoint
    /// @param nameHere what it is called at this one
    /// @param dimensions of its vectors
    /// @param dimensionsField in which the request says how many are wanted, which only some models
    ///   take; empty: it does not say
    /// @param inputTokensMax the most tokens of one text
    /// @param revision tells it from what it was before under the same name; empty at first
    public record Model(
            String name,
            String nameHere,
            int dimensions,
            String dimensionsField,
            Wording documents,
            Wording queries,
            int inputTokensMax,
            String revision) {}

    /// @param prefix put before every text
    /// @param inputType sent along; empty: it is not
    public record Wording(String prefix, String inputType) {}

    /// @param base such as `https://api.openai.com/v1`
    /// @param deployment of Azure's shape, where it is not empty
    /// @param apiVersion empty where none is sent
    public static URI address(URI base, String deployment, String apiVersion) {
        String path = base.toString();
        path += path.endsWith("/") ? "" : "/";
        path += deployment.isEmpty() ? "" : "openai/deployments/" + deployment + "/";
        return URI.create(
                path + "embeddings" + (apiVersion.isEmpty() ? "" : "?api-version=" + apiVersion));
    }
}

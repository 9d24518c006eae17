package io.freshet.adapter.openai;

import io.freshet.EmbeddingSpace;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Price;
import io.freshet.Text;
import io.freshet.adapter.http.Calls;
import io.freshet.spi.Embedder;
import io.freshet.spi.World;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A model behind an endpoint of OpenAI's shape. Each call is one request, and none is made twice:
/// when to ask again is for the caller to say. Safe for any thread.
public final class OpenAiEmbedder implements Embedder {
    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(50)
                                                    .build())
                                    .build())
                    .build();

    private final OpenAiSettings settings;
    private final Calls calls;
    private final EmbeddingSpace space;
    private final URI embeddings;

    /// Connects to nothing yet.
    public OpenAiEmbedder(OpenAiSettings settings, InstantSource clock) {
        this.settings = settings;
        this.calls = new Calls("the embedder", settings.connectTimeout(), clock);
        OpenAiSettings.Model model = settings.model();
        this.space =
                new EmbeddingSpace(
                        model.name(),
                        model.dimensions(),
                        "provider",
                        false,
                        "provider",
                        model.documentPrefix(),
                        model.queryPrefix(),
                        model.inputTokensMax(),
                        "");
        String base = settings.url().toString();
        this.embeddings = URI.create((base.endsWith("/") ? base : base + "/") + "embeddings");
    }

    @Override
    public EmbeddingSpace space() {
        return space;
    }

    @Override
    public Limits limits() {
        return settings.limits();
    }

    @Override
    public String endpoint() {
        URI url = settings.url();
        return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    }

    @Override
    public Optional<Price> price() {
        return settings.price();
    }

    /// By host and key: who asks with another key has another quota.
    @Override
    public Account account() {
        String key = Text.hash(settings.key());
        return new Account(
                settings.url().getRawAuthority() + " " + key, settings.tokensPerMinuteMax());
    }

    @Override
    public World.Lane lane(Purpose purpose) {
        return purpose == Purpose.QUERY ? World.Lane.REMOTE_QUERY : World.Lane.REMOTE_EMBED;
    }

    @Override
    public Answer embed(List<String> texts, Purpose purpose) {
        return read(calls.ask(request(texts, purpose), settings.limits().deadline()));
    }

    private HttpRequest request(List<String> texts, Purpose purpose) {
        OpenAiSettings.Model model = settings.model();
        String prefix = purpose == Purpose.QUERY ? model.queryPrefix() : model.documentPrefix();
        ObjectNode body = JSON.createObjectNode().put("model", model.name());
        var input = body.putArray("input");
        texts.forEach(text -> input.add(Text.wellFormed(prefix + text)));
        if (model.shortens()) {
            body.put("dimensions", model.dimensions());
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(embeddings)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json")
                        .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        if (!settings.key().isEmpty()) {
            request.header("Authorization", "Bearer " + settings.key());
        }
        return request.build();
    }

    private static Answer read(byte[] body) {
        JsonNode tree = tree(body);
        if (!tree.path("data").isArray()) {
            throw wrong("JSON without data");
        }
        List<Item> items = new ArrayList<>();
        for (JsonNode item : tree.path("data")) {
            JsonNode index = item.path("index");
            JsonNode values = item.path("embedding");
            if (!index.isIntegralNumber() || !index.canConvertToInt() || !values.isArray()) {
                throw wrong("data without index or embedding");
            }
            items.add(new Item(index.intValue(), floats(values)));
        }
        return new Answer(items, tree.path("usage").path("total_tokens").asLong(0));
    }

    /// What is no number, or none that fits, is not finite: the caller's check finds it.
    private static float[] floats(JsonNode values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            JsonNode value = values.get(i);
            floats[i] = value.isNumber() ? (float) value.doubleValue() : Float.NaN;
        }
        return floats;
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException _) {
            // its message may quote what was answered
            throw wrong("something that is not JSON");
        }
    }

    private static Unavailable wrong(String what) {
        return new Unavailable("the embedder answered " + what, Duration.ZERO);
    }

    @Override
    public void close() {
        calls.close();
    }
}

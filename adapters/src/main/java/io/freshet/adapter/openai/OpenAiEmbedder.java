package io.freshet.adapter.openai;

import io.freshet.EmbeddingSpace;
import io.freshet.FreshetException;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Price;
import io.freshet.Text;
import io.freshet.adapter.http.Calls;
import io.freshet.spi.Embedder;
import io.freshet.spi.World;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
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

    private static final Pattern RATE_LIMIT =
            Pattern.compile("(x-)?ratelimit-.*|retry-after", Pattern.CASE_INSENSITIVE);

    private final OpenAiSettings settings;
    private final String who;
    private final Calls calls;
    private final EmbeddingSpace space;

    /// Connects to nothing yet.
    public OpenAiEmbedder(OpenAiSettings settings, InstantSource clock) {
        this.settings = settings;
        this.who = "endpoint " + settings.name();
        this.calls = new Calls(who, settings.key().name(), settings.connectTimeout(), clock);
        OpenAiSettings.Model model = settings.model();
        this.space =
                new EmbeddingSpace(
                        model.name(),
                        model.dimensions(),
                        "provider",
                        false,
                        "provider",
                        model.documents().prefix(),
                        model.queries().prefix(),
                        model.inputTokensMax(),
                        digest(model));
    }

    /// What else makes two vectors of a model comparable; empty where nothing does.
    private static String digest(OpenAiSettings.Model model) {
        String types = model.documents().inputType() + " " + model.queries().inputType();
        return (model.revision() + " " + types).strip();
    }

    @Override
    public EmbeddingSpace space() {
        return space;
    }

    @Override
    public String endpoint() {
        return settings.name();
    }

    /// Whoever runs it may put another model behind the name.
    @Override
    public boolean mayChange() {
        return true;
    }

    @Override
    public Limits limits() {
        return settings.limits();
    }

    @Override
    public Optional<Price> price() {
        return settings.price();
    }

    /// By host and key: who asks with another key has another quota.
    @Override
    public Account account() {
        String key = Text.hash(settings.key().value());
        return new Account(
                settings.url().getRawAuthority() + " " + key, settings.tokensPerMinuteMax());
    }

    @Override
    public World.Lane lane(Purpose purpose) {
        return purpose == Purpose.QUERY ? World.Lane.REMOTE_QUERY : World.Lane.REMOTE_EMBED;
    }

    @Override
    public Answer embed(List<String> texts, Purpose purpose) {
        requireKey();
        return read(calls.ask(request(texts, purpose), settings.limits().deadline()));
    }

    /// A key of another form is somebody else's, who must not learn it.
    private void requireKey() {
        OpenAiSettings.Key key = settings.key();
        if (!key.hasItsForm()) {
            throw new Unavailable(
                    who
                            + " is not asked: the key of "
                            + key.name()
                            + (key.value().isEmpty() ? " is empty" : " does not begin with ")
                            + (key.value().isEmpty() ? "" : String.join(" or ", key.prefixes())),
                    Duration.ZERO);
        }
    }

    @Override
    public Report report(List<String> texts) {
        int status = 0;
        SortedMap<String, String> told = new TreeMap<>();
        try {
            requireKey();
            HttpRequest request = request(texts, Purpose.DOCUMENT);
            HttpResponse<byte[]> response = calls.answer(request, settings.limits().deadline());
            status = response.statusCode();
            response.headers().map().entrySet().stream()
                    .filter(header -> RATE_LIMIT.matcher(header.getKey()).matches())
                    .forEach(header -> told.put(header.getKey(), header.getValue().getFirst()));
            if (status != 200) {
                throw calls.failure(response);
            }
            return Report.answered(status, read(response.body())).with(told);
        } catch (FreshetException e) {
            return Report.failed(status, String.valueOf(e.getMessage())).with(told);
        }
    }

    private HttpRequest request(List<String> texts, Purpose purpose) {
        OpenAiSettings.Model model = settings.model();
        OpenAiSettings.Wording wording =
                purpose == Purpose.QUERY ? model.queries() : model.documents();
        ObjectNode body = JSON.createObjectNode().put("model", model.nameHere());
        var input = body.putArray("input");
        texts.forEach(text -> input.add(Text.wellFormed(wording.prefix() + text)));
        if (!model.dimensionsField().isEmpty()) {
            body.put(model.dimensionsField(), model.dimensions());
        }
        if (!wording.inputType().isEmpty()) {
            body.put("input_type", wording.inputType());
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(settings.url())
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json")
                        .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        OpenAiSettings.Key key = settings.key();
        if (!key.value().isEmpty()) {
            boolean bearer = key.header().isEmpty();
            request.header(
                    bearer ? "Authorization" : key.header(),
                    bearer ? "Bearer " + key.value() : key.value());
        }
        return request.build();
    }

    private Answer read(byte[] body) {
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

    private JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException _) {
            // its message may quote what was answered
            throw wrong("something that is not JSON");
        }
    }

    private Unavailable wrong(String what) {
        return new Unavailable(who + " answered " + what, Duration.ZERO);
    }

    @Override
    public void close() {
        calls.close();
    }
}

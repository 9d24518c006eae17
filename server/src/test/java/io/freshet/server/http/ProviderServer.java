package io.freshet.server.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freshet.embedding.Probes;
import io.freshet.sim.CountingEmbedder;
import io.freshet.spi.Embedder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A provider of embeddings on this machine, of OpenAI's shape, that misbehaves as it is told.
public final class ProviderServer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private volatile CountingEmbedder model = new CountingEmbedder();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile boolean evenToProbes;
    private volatile Function<Asked, Optional<Reply>> script = _ -> Optional.empty();

    public ProviderServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/embeddings", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    public record Asked(List<String> texts, long atNanos) {
        int words() {
            return texts.stream().mapToInt(text -> text.split("\\s+").length).sum();
        }
    }

    public record Reply(int status, Map<String, String> headers, String body) {}

    /// What it answers instead of vectors, where it does.
    public void misbehave(Function<Asked, Optional<Reply>> how) {
        script = how;
    }

    /// Of what it answered with vectors, as it counted them itself.
    long tokens() {
        return model.tokens();
    }

    /// The probes are answered as all else is.
    public ProviderServer evenToProbes() {
        evenToProbes = true;
        return this;
    }

    /// Another model answers from now on, under the same name and of the same width.
    public void becomes(String other) {
        model = new CountingEmbedder(other, model.limits());
    }

    /// But for the probes, which are answered well.
    public List<Asked> asked() {
        return asked;
    }

    /// An embedder of this provider, as `freshet.yaml` has it.
    ///
    /// @param more such as `, batch_texts_max: 2`
    /// @param others that serve the same model, and are asked where this one fails
    String embedder(String more, ProviderServer... others) {
        StringBuilder endpoints = new StringBuilder(endpoint("far"));
        for (ProviderServer other : others) {
            endpoints.append(", ").append(other.endpoint("far" + endpoints.length()));
        }
        return "{type: openai, model: counting, dimensions: %d, endpoints: [%s]%s}"
                .formatted(model.space().dimensions(), endpoints, more);
    }

    public String endpoint(String name) {
        return "{name: %s, url: 'http://127.0.0.1:%d/v1', key: k}"
                .formatted(name, server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        List<String> texts = new ArrayList<>();
        body.get("input").forEach(text -> texts.add(text.stringValue()));
        Asked now = new Asked(texts, System.nanoTime());
        boolean probes = !evenToProbes && Probes.TEXTS.containsAll(texts);
        if (!probes) {
            asked.add(now);
        }
        Reply reply =
                Optional.of(now)
                        .filter(_ -> !probes)
                        .flatMap(script)
                        .orElseGet(() -> new Reply(200, Map.of(), vectors(texts)));
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String vectors(List<String> texts) {
        List<float[]> vectors = new ArrayList<>();
        Embedder.Answer answer = model.embed(texts, Embedder.Purpose.DOCUMENT);
        answer.items().forEach(item -> vectors.add(item.values()));
        return answer(vectors).replace("\"total_tokens\":1", "\"total_tokens\":" + answer.tokens());
    }

    /// An answer with these vectors, in their order.
    public static String answer(List<float[]> vectors) {
        List<String> data = new ArrayList<>();
        for (float[] vector : vectors) {
            data.add(
                    "{\"index\":"
                            + data.size()
                            + ",\"embedding\":"
                            + Arrays.toString(vector)
                            + "}");
        }
        return "{\"data\":[" + String.join(",", data) + "],\"usage\":{\"total_tokens\":1}}";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

package io.freshet.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freshet.server.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/// Somebody's application that webhooks are posted to. It answers as it is told, and else takes
/// all. Safe for any thread.
final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Post> posts = new CopyOnWriteArrayList<>();
    private final Deque<Integer> answers = new ConcurrentLinkedDeque<>();
    private volatile int otherwise = 204;
    private volatile String location = "";

    Receiver() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.start();
    }

    /// What was posted, and what was answered.
    record Post(
            String id, String timestamp, String signature, String path, String body, int status) {
        JsonNode json() {
            return Json.read(body);
        }

        /// As a receiver checks it, who knows nothing but the secret.
        boolean isSignedWith(String secret) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                byte[] key = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                String signed = id + "." + timestamp + "." + body;
                byte[] digest = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
                return signature.equals("v1," + Base64.getEncoder().encodeToString(digest));
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        Integer told = answers.poll();
        int status = told == null ? otherwise : told;
        posts.add(
                new Post(
                        headers.getFirst("webhook-id"),
                        headers.getFirst("webhook-timestamp"),
                        headers.getFirst("webhook-signature"),
                        exchange.getRequestURI().toString(),
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                        status));
        if (!location.isEmpty()) {
            exchange.getResponseHeaders().set("Location", location);
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    /// The next posts are answered so, one by one.
    void answering(Integer... statuses) {
        answers.addAll(List.of(statuses));
    }

    /// All further ones are.
    void answeringAlways(int status) {
        otherwise = status;
    }

    void redirectingTo(String url) {
        location = url;
        otherwise = 307;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook?from=freshet";
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<Post> posts() {
        return List.copyOf(posts);
    }

    /// The bodies that were taken, each id once, once this version's end is among them.
    List<JsonNode> awaitVersion(long version) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(taken()).anyMatch(body -> ends(body, version)));
        return taken();
    }

    private static boolean ends(JsonNode body, long version) {
        JsonNode last = body.get("changes").get(body.get("changes").size() - 1);
        return last.path("type").asString("").equals("batch_complete")
                && body.get("index_version").longValue() == version;
    }

    private List<JsonNode> taken() {
        List<String> ids = new ArrayList<>();
        List<JsonNode> bodies = new ArrayList<>();
        for (Post post : posts) {
            if (post.status() < 300 && !ids.contains(post.id())) {
                ids.add(post.id());
                bodies.add(post.json());
            }
        }
        return bodies;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package io.freshet.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.Patience;
import io.freshet.server.json.Json;
import io.freshet.server.page.StreamContract;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// A reader of one collection's feed by any of the ways there are, which all say the same. It keeps
/// nothing between two of them but what its test passes on: a position.
interface FeedClient extends AutoCloseable {
    String COLLECTION = "knowledge_base";

    /// The next entry, waited for.
    JsonNode next();

    /// Something that keeps the connection alive and says nothing.
    void heartbeat();

    /// The line is cut, without a word.
    @Override
    void close();

    /// A way to read a feed.
    enum Way {
        WEBSOCKET,
        EVENTS,
        PAGES;

        /// @param since empty for what comes from now on
        FeedClient open(int port, Optional<String> since) {
            return open(port, since, Map.of());
        }

        /// @param wanted further members of the request, as JSON
        FeedClient open(int port, Optional<String> since, Map<String, String> wanted) {
            Map<String, String> all = new TreeMap<>(wanted);
            since.ifPresent(position -> all.put("since", "\"" + position + "\""));
            return switch (this) {
                case WEBSOCKET -> new OverSocket(port, all);
                case EVENTS -> new OverEvents(port, all);
                case PAGES -> new OverPages(port, all);
            };
        }

        /// What is said to one who cannot go on from where it was.
        JsonNode refused(int port, String since) {
            if (this == WEBSOCKET) {
                try (var client = StreamClient.connect(socket(port))) {
                    client.expect("connected");
                    client.subscribe(
                            "'collection': '" + COLLECTION + "', 'since': '" + since + "'");
                    return client.expect("error");
                }
            }
            var answer = get(port, Map.of("since", "\"" + since + "\""), this == EVENTS);
            assertThat(answer.statusCode()).isEqualTo(410);
            try (InputStream body = answer.body()) {
                return Json.read(body.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static URI socket(int port) {
        return URI.create("ws://localhost:" + port + "/v1/stream");
    }

    private static java.net.http.HttpResponse<InputStream> get(
            int port, Map<String, String> wanted, boolean asEvents) {
        StringBuilder query = new StringBuilder();
        wanted.forEach(
                (name, json) -> {
                    JsonNode value = Json.read(json);
                    String text = value.isString() ? value.stringValue() : json;
                    if (value.isArray()) {
                        text = text.replaceAll("[\\[\\]\" ]", "");
                    }
                    query.append(query.isEmpty() ? "?" : "&")
                            .append(name)
                            .append('=')
                            .append(URLEncoder.encode(text, StandardCharsets.UTF_8));
                });
        var uri = "http://localhost:" + port + "/v1/collections/" + COLLECTION + "/changes" + query;
        var request = HttpRequest.newBuilder(URI.create(uri)).timeout(Patience.MAX);
        if (asEvents) {
            request.header("Accept", "text/event-stream");
        }
        try {
            return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// By WebSocket.
    final class OverSocket implements FeedClient {
        private final StreamClient client;

        private OverSocket(int port, Map<String, String> wanted) {
            client = StreamClient.connect(socket(port));
            client.expect("connected");
            StringBuilder more = new StringBuilder("'collection': '" + COLLECTION + "'");
            wanted.forEach((name, json) -> more.append(", '" + name + "': " + json));
            client.subscribe(more.toString());
            client.expect("subscribed");
        }

        @Override
        public JsonNode next() {
            return client.next();
        }

        @Override
        public void heartbeat() {
            client.awaitPing();
            client.say("{'action': 'ping'}");
            client.expect("pong");
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /// By server-sent events.
    final class OverEvents implements FeedClient {
        private final BufferedReader lines;

        private OverEvents(int port, Map<String, String> wanted) {
            var answer = get(port, wanted, true);
            assertThat(answer.statusCode()).isEqualTo(200);
            lines =
                    new BufferedReader(
                            new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
            assertThat(line()).startsWith("retry:");
        }

        @Override
        public JsonNode next() {
            String id = "";
            String line = line();
            while (!line.startsWith("data: ")) {
                id = line.startsWith("id: ") ? line.substring(4) : id;
                line = line();
            }
            JsonNode entry = Json.read(line.substring(6));
            assertThat(StreamContract.findings(entry)).isEmpty();
            assertThat(entry.path("position").asString("")).isEqualTo(id);
            return entry;
        }

        @Override
        public void heartbeat() {
            String line = line();
            while (!line.startsWith(":")) {
                assertThat(line).isEmpty();
                line = line();
            }
        }

        private String line() {
            try {
                String line = lines.readLine();
                if (line == null) {
                    throw new AssertionError("the stream ended");
                }
                return line;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                lines.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// By pages of two, each asked for with the `next` of the one before.
    final class OverPages implements FeedClient {
        private final int port;
        private final Map<String, String> wanted;
        private final Deque<JsonNode> waiting = new ArrayDeque<>();

        private OverPages(int port, Map<String, String> wanted) {
            this.port = port;
            this.wanted = wanted;
            if (!wanted.containsKey("since")) {
                wanted.put("limit", "1000");
                String before;
                do {
                    before = String.valueOf(wanted.get("since"));
                    page("0s");
                } while (!before.equals(wanted.get("since")));
                waiting.clear();
            }
            wanted.put("limit", "2");
        }

        private void page(String timeout) {
            wanted.put("timeout", "\"" + timeout + "\"");
            try (InputStream body = get(port, wanted, false).body()) {
                JsonNode page = Json.read(body.readAllBytes());
                page.get("changes").forEach(waiting::add);
                wanted.put("since", "\"" + page.get("next").stringValue() + "\"");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public JsonNode next() {
            while (waiting.isEmpty()) {
                page("10s");
            }
            return waiting.remove();
        }

        @Override
        public void heartbeat() {
            String before = String.valueOf(wanted.get("since"));
            page("20ms");
            assertThat(waiting).isEmpty();
            assertThat(wanted.get("since")).isEqualTo(before);
        }

        @Override
        public void close() {
            waiting.clear();
        }
    }
}

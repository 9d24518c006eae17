package io.freshet.server.e2e;

import io.freshet.server.Patience;
import io.freshet.server.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A client of the change feed that keeps what it has seen and goes on after its last position when
/// its line was cut. Safe for any thread.
final class Subscriber implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String collection;
    private final List<Announced> seen = new ArrayList<>();
    private Optional<Line> line = Optional.empty();
    private String problem = "";
    private Optional<JsonNode> expired = Optional.empty();

    private Subscriber(String collection) {
        this.collection = collection;
    }

    /// @param document empty for the end of a version
    record Announced(String position, long version, String type, String document, long documents) {}

    /// A subscriber to everything from the collection's first version on.
    static Subscriber from(int port, String collection) {
        Subscriber subscriber = new Subscriber(collection);
        subscriber.connect(port);
        return subscriber;
    }

    /// Goes on where it was cut off.
    void connect(int port) {
        Line opened = new Line();
        WebSocket socket =
                HTTP.newWebSocketBuilder()
                        .connectTimeout(Patience.MAX)
                        .buildAsync(URI.create("ws://localhost:" + port + "/v1/stream"), opened)
                        .join();
        opened.socket = Optional.of(socket);
        ObjectNode request = Json.object().put("action", "subscribe").put("collection", collection);
        synchronized (this) {
            line = Optional.of(opened);
            if (seen.isEmpty()) {
                request.put("since_version", 0);
            } else {
                request.put("since", seen.getLast().position());
            }
        }
        socket.sendText(request.toString(), true).join();
    }

    /// The line breaks, without a word; what may still come of it is not seen.
    synchronized void cut() {
        line.ifPresent(Line::cut);
        line = Optional.empty();
    }

    /// One connection. Guarded by the subscriber.
    private final class Line implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();
        private Optional<WebSocket> socket = Optional.empty();
        private boolean cut;

        private void cut() {
            cut = true;
            socket.ifPresent(WebSocket::abort);
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence data, boolean last) {
            synchronized (Subscriber.this) {
                partial.append(data);
                if (last && !cut) {
                    take(Json.read(partial.toString()));
                }
                if (last) {
                    partial.setLength(0);
                }
            }
            from.request(1);
            return null;
        }
    }

    private synchronized void take(JsonNode frame) {
        switch (frame.path("type").asString()) {
            case "index_update" -> {
                JsonNode event = frame.path("event");
                seen.add(
                        new Announced(
                                frame.path("position").asString(),
                                event.path("index_version").asLong(),
                                event.path("event_type").asString(),
                                event.path("document_id").asString(),
                                0));
            }
            case "batch_complete" -> {
                JsonNode documents = frame.path("documents");
                seen.add(
                        new Announced(
                                frame.path("position").asString(),
                                frame.path("index_version").asLong(),
                                "batch_complete",
                                "",
                                documents.path("inserted").asLong()
                                        + documents.path("updated").asLong()
                                        + documents.path("deleted").asLong()));
            }
            case "error" -> {
                if (frame.path("code").asString("").equals("resume_expired")) {
                    expired = Optional.of(frame);
                } else {
                    problem = frame.toString();
                }
            }
            default -> {
                // connected, subscribed: nothing to keep
            }
        }
        notifyAll();
    }

    /// Waits until the whole of this version was seen.
    ///
    /// @return everything so far
    synchronized List<Announced> awaitVersion(long version) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (seen.stream()
                .noneMatch(each -> each.document.isEmpty() && each.version == version)) {
            if (!problem.isEmpty() || System.nanoTime() > end) {
                throw new AssertionError(
                        "version " + version + " was not announced " + problem + "; seen " + seen);
            }
            try {
                wait(1000);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return List.copyOf(seen);
    }

    /// Waits until it was told that it cannot go on from where it was.
    synchronized JsonNode awaitExpired() {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (expired.isEmpty() && System.nanoTime() < end) {
            try {
                wait(1000);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return expired.orElseThrow(() -> new AssertionError("it was told nothing; seen " + seen));
    }

    @Override
    public void close() {
        cut();
    }
}

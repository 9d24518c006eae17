package io.freshet.server.stream;

import io.freshet.server.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A subscriber written for the simplest protocol there is: it knows `connected`, `subscribe` and
/// `subscribed`, `index_update`, `ping` and `pong`, and `error`; it has never heard of a position,
/// a version's end or a history. When its line breaks it connects again, by itself. Safe for any
/// thread.
final class PlainSubscriber implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /// A server that stops within this process may leave a connection open that it never reads.
    private static final Duration HANDSHAKE_MAX = Duration.ofSeconds(5);

    private static final Duration POLL = Duration.ofMillis(5);

    private final URI uri;
    private final List<String> seen = new ArrayList<>();
    private final AtomicInteger lines = new AtomicInteger();
    private volatile @Nullable Line line;
    private volatile boolean closed;

    PlainSubscriber(int port) {
        uri = URI.create("ws://localhost:" + port + "/");
        Thread.ofVirtual().start(this::stayConnected);
    }

    private void stayConnected() {
        while (!closed) {
            try {
                Line next = new Line();
                line = next;
                if (closed) {
                    next.cut();
                }
                next.over.join();
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof IOException)) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    /// Waits until the server has said that it is subscribed, and is still there.
    void awaitSubscribed() {
        await(this::isSubscribed);
    }

    /// The number of the line that it has, which the server may have left.
    int line() {
        Line now = line;
        return now == null ? 0 : now.number;
    }

    /// Waits until it has a line that is newer than that one.
    void awaitLineAfter(int number) {
        await(() -> line() > number);
    }

    /// Waits until it was told so many changes.
    void awaitSeen(int changes) {
        await(() -> seen().size() >= changes);
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().pollDelay(Duration.ZERO).pollInterval(POLL).until(condition);
    }

    private boolean isSubscribed() {
        Line now = line;
        return now != null && now.subscribed.get() && !now.over.isDone();
    }

    /// The line breaks; it finds out, and comes again.
    void cut() {
        Line broken = line;
        if (broken != null) {
            broken.cut();
        }
    }

    /// What it was told, as `type id version`.
    synchronized List<String> seen() {
        return List.copyOf(seen);
    }

    private synchronized void take(String frame) {
        JsonNode read = Json.read(frame);
        if (read.path("type").asString("").equals("index_update")) {
            JsonNode event = read.get("event");
            seen.add(
                    event.get("event_type").stringValue()
                            + " "
                            + event.get("document_id").stringValue()
                            + " "
                            + event.get("index_version").longValue());
        }
    }

    @Override
    public void close() {
        closed = true;
        cut();
    }

    /// One connection.
    private final class Line implements WebSocket.Listener {
        private final int number = lines.incrementAndGet();
        private final AtomicBoolean subscribed = new AtomicBoolean();
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private final StringBuilder partial = new StringBuilder();
        private final WebSocket socket;

        Line() {
            socket =
                    HTTP.newWebSocketBuilder()
                            .connectTimeout(HANDSHAKE_MAX)
                            .buildAsync(uri, this)
                            .join();
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                String frame = partial.toString();
                partial.setLength(0);
                if (frame.contains("\"type\":\"connected\"")) {
                    String subscribe = "{\"action\":\"subscribe\",\"collection\":\"default\"}";
                    var _ = webSocket.sendText(subscribe, true);
                }
                subscribed.compareAndSet(false, frame.contains("\"type\":\"subscribed\""));
                take(frame);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            over.complete(null);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            over.complete(null);
        }

        private void cut() {
            socket.abort();
            over.complete(null);
        }
    }
}

package io.freshet.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.Patience;
import io.freshet.server.json.Json;
import io.freshet.server.page.StreamContract;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// An ordinary WebSocket client.
final class StreamClient implements WebSocket.Listener, AutoCloseable {
    private static final int WAIT_SECONDS = 60;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final CompletableFuture<Boolean> pinged = new CompletableFuture<>();
    private final BlockingQueue<ByteBuffer> pongs = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    private StreamClient(URI uri) {
        socket =
                HTTP.newWebSocketBuilder()
                        .connectTimeout(Patience.MAX)
                        .buildAsync(uri, this)
                        .join();
    }

    static StreamClient connect(StreamServer server) {
        return connect(server.uri("ws", "/v1/stream"));
    }

    static StreamClient connect(URI uri) {
        return new StreamClient(uri);
    }

    /// A client that has been greeted.
    static StreamClient greeted(StreamServer server) {
        StreamClient client = connect(server);
        client.expect("connected");
        return client;
    }

    /// A client that is subscribed.
    static StreamClient subscribed(StreamServer server, String more) {
        StreamClient client = greeted(server);
        client.subscribe(more);
        client.expect("subscribed");
        return client;
    }

    /// @param more members of the request, such as `"since": "…"`; quotes may be single
    void subscribe(String more) {
        say("{'action': 'subscribe'" + (more.isEmpty() ? "" : ", " + more) + "}");
    }

    /// @param json with single quotes
    void say(String json) {
        socket.sendText(json.replace('\'', '"'), true).join();
    }

    WebSocket socket() {
        return socket;
    }

    JsonNode next() {
        try {
            String frame = frames.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("no frame came");
            }
            JsonNode read = Json.read(frame);
            assertThat(StreamContract.findings(read)).as(frame).isEmpty();
            return read;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    JsonNode expect(String type) {
        JsonNode frame = next();
        if (!frame.path("type").asString().equals(type)) {
            throw new AssertionError("a frame of type " + type + " was expected: " + frame);
        }
        return frame;
    }

    /// Reads the next frames, which are this version's, to its `batch_complete`.
    ///
    /// @return its position
    String expectVersion(String collection, long version) {
        JsonNode change = expect("index_update");
        JsonNode complete = expect("batch_complete");
        boolean fits =
                change.path("event").path("index_version").asLong() == version
                        && change.path("collection").asString().equals(collection)
                        && complete.path("index_version").asLong() == version
                        && complete.path("collection").asString().equals(collection);
        if (!fits) {
            throw new AssertionError(
                    collection + " " + version + " was expected: " + change + " " + complete);
        }
        return complete.path("position").asString();
    }

    /// Nothing lies between what was read and an answer to a ping now.
    void expectNothingElse() {
        say("{'action': 'ping'}");
        expect("pong");
    }

    int closeCode() {
        return closed.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
    }

    void awaitPing() {
        pinged.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
    }

    ByteBuffer nextPong() throws InterruptedException {
        ByteBuffer pong = pongs.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        if (pong == null) {
            throw new AssertionError("no pong came");
        }
        return pong;
    }

    @Override
    public @Nullable CompletionStage<?> onText(
            WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            frames.add(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
        pinged.complete(true);
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        pongs.add(message);
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }

    /// The line is cut, without a word.
    @Override
    public void close() {
        socket.abort();
    }
}

package io.freshet.server.stream;

import io.helidon.http.Headers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.webserver.websocket.WsUpgrader;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The change feed's routes: WebSocket at `/` and `/v1/stream`, server-sent events and JSON pages
/// at `/v1/collections/{collection}/changes`. Closed before the server that they are registered
/// with, so that every client is told. Safe for any thread.
public final class StreamRoutes implements AutoCloseable {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

    private final SharedStream stream;
    private final Consumer<Headers> guard;

    /// @param guard refuses a WebSocket by an exception that the server answers, since filters of
    ///   the HTTP routing do not see an upgrade
    public StreamRoutes(Feeds feeds, StreamLimits limits, Consumer<Headers> guard) {
        this.stream = SharedStream.of(feeds, limits);
        this.guard = guard;
    }

    public void register(HttpRouting.Builder http) {
        http.get("/v1/collections/{collection}/changes", new ChangesHandler(stream));
    }

    public WsRouting.Builder sockets() {
        return WsRouting.builder()
                .endpoint("/", () -> new SocketSubscriber(stream, guard))
                .endpoint("/v1/stream", () -> new SocketSubscriber(stream, guard));
    }

    /// The WebSocket protocol as it must be configured: it refuses frames over the limit.
    public WsConfig protocol() {
        return WsConfig.builder().maxFrameLength(stream.limits().frameBytesMax()).build();
    }

    /// Makes WebSockets of the requests of whom `admits` lets in, going by the request's headers;
    /// anybody else's is answered as a plain request.
    public WsUpgrader upgrader(Predicate<Headers> admits) {
        return new SocketUpgrader(protocol(), admits);
    }

    /// For those that follow a feed without a connection.
    public FeedReading reading() {
        return new FeedReading(stream);
    }

    /// Connections that follow a feed at this moment.
    public int subscribers() {
        return stream.subscribers().count();
    }

    /// Connections that were turned away because there were too many.
    public long refused() {
        return stream.subscribers().refused();
    }

    /// Ends every subscription: sockets with 1001, event streams by their end.
    @Override
    public void close() {
        try {
            stream.subscribers().stop(STOP_PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        stream.reader().close();
    }
}

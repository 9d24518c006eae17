package io.freshet.server.stream;

import io.freshet.CollectionName;
import io.freshet.Metadata;
import io.freshet.Position;
import io.freshet.feed.Feed;
import io.freshet.feed.Signal;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemException;
import io.freshet.server.json.Problems;
import io.helidon.http.Headers;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/// A server on a free port that has the stream's routes and feeds to announce on.
public final class StreamServer implements AutoCloseable, Feeds {
    public static final CollectionName KNOWLEDGE_BASE = new CollectionName("knowledge_base");

    /// Small, so that a subscriber that reads nothing soon stands in the server.
    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    /// A subscriber of a test may answer no ping, on however slow a machine.
    private static final Duration NEVER_IDLE = Duration.ofHours(1);

    private final Map<CollectionName, Collection> collections = new ConcurrentSkipListMap<>();
    private final Set<Signal> signals = ConcurrentHashMap.newKeySet();
    private final StreamRoutes routes;
    private int made;
    private final WebServer server;

    private StreamServer(int port, StreamLimits limits, Consumer<Headers> guard) {
        routes = new StreamRoutes(this, limits, guard);
        HttpRouting.Builder http = HttpRouting.builder();
        http.error(ProblemException.class, StreamServer::answer);
        routes.register(http);
        server =
                WebServer.builder()
                        .address(InetAddress.getLoopbackAddress())
                        .port(port)
                        .shutdownHook(false)
                        .idleConnectionTimeout(NEVER_IDLE)
                        .connectionOptions(
                                options -> options.socketSendBufferSize(SEND_BUFFER_BYTES))
                        .addProtocol(routes.protocol())
                        .addConnectionSelector(
                                Http1ConnectionSelector.builder()
                                        .config(Http1Config.create())
                                        .addUpgrader(routes.upgrader(headers -> true))
                                        .build())
                        .addRouting(http)
                        .addRouting(routes.sockets())
                        .build()
                        .start();
        if (!server.isRunning()) { // it only logs that it could not bind
            throw new IllegalStateException("port " + port + " cannot be bound");
        }
    }

    public static StreamServer start() {
        return start(StreamLimits.DEFAULT);
    }

    static StreamServer start(StreamLimits limits) {
        return start(limits, headers -> {});
    }

    static StreamServer start(StreamLimits limits, Consumer<Headers> guard) {
        return new StreamServer(0, limits, guard);
    }

    /// On a port that another had. Somebody else on this machine may have it for a moment.
    public static StreamServer startAgain(int port) {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .ignoreException(IllegalStateException.class)
                .until(
                        () -> new StreamServer(port, StreamLimits.DEFAULT, headers -> {}),
                        _ -> true);
    }

    private static void answer(ServerRequest request, ServerResponse response, ProblemException e) {
        response.status(Problems.status(e.problem())).send(Json.bytes(Problems.tree(e.problem())));
    }

    /// A collection whose versions can be announced.
    public record Collection(CollectionName name, ComputedLedger ledger, Feed feed) {
        /// Retention has dropped what lies before a version.
        public void forgetBelow(long version) {
            ledger.forgetBelow(version);
        }

        /// The next versions become searchable, one by one.
        public void announce(int versions) {
            for (int i = 0; i < versions; i++) {
                feed.announce(feed.announced() + 1);
            }
        }
    }

    Collection collection(CollectionName name) {
        return collection(name, 0);
    }

    public Collection collection(CollectionName name, long announced) {
        return collection(name, announced, 1, Metadata.NONE);
    }

    Collection collection(
            CollectionName name, long announced, int changesPerVersion, Metadata metadata) {
        String history = "history" + made++;
        return put(name, new ComputedLedger(history, changesPerVersion, metadata), announced);
    }

    /// One whose first version is the one that it has announced.
    Collection goingOn(CollectionName name, long announced) {
        var ledger = new ComputedLedger("history" + made++, 1, Metadata.NONE);
        ledger.forgetBelow(announced);
        return put(name, ledger, announced);
    }

    private Collection put(CollectionName name, ComputedLedger ledger, long announced) {
        Feed feed = new Feed(ledger, ledger.history(), announced);
        var announcing = new Collection(name, ledger, feed);
        collections.put(name, announcing);
        signals.forEach(Signal::raise);
        return announcing;
    }

    /// Its feed is over, and nothing of it is left.
    public void drop(CollectionName name) {
        Collection gone = collections.remove(name);
        if (gone != null) {
            gone.feed().close();
        }
    }

    /// Its feed is over; it is there and not open.
    void rest(CollectionName name) {
        Collection closed = collections.get(name);
        if (closed != null) {
            closed.feed().close();
        }
    }

    /// Another feed of the same collection begins where the last one ended.
    Collection reopen(CollectionName name) {
        rest(name);
        Collection before = Objects.requireNonNull(collections.get(name));
        return put(name, before.ledger(), before.feed().announced());
    }

    public FeedReading reading() {
        return routes.reading();
    }

    public int port() {
        return server.port();
    }

    URI uri(String scheme, String path) {
        return URI.create(
                scheme
                        + "://"
                        + InetAddress.getLoopbackAddress().getHostAddress()
                        + ":"
                        + port()
                        + path);
    }

    public int subscribers() {
        return routes.subscribers();
    }

    void stopStreams() {
        routes.close();
    }

    @Override
    public List<CollectionName> names() {
        return new ArrayList<>(collections.keySet());
    }

    @Override
    public Optional<Feed> find(CollectionName name) {
        return Optional.ofNullable(collections.get(name)).map(Collection::feed);
    }

    @Override
    public Optional<Feed> opened(CollectionName name) {
        return find(name).filter(feed -> !feed.isClosed());
    }

    @Override
    public Optional<Position> place(CollectionName name) {
        return find(name).map(Feed::now);
    }

    @Override
    public void attach(Signal signal) {
        signals.add(signal);
    }

    @Override
    public void detach(Signal signal) {
        signals.remove(signal);
    }

    @Override
    public void close() {
        routes.close();
        server.stop();
    }
}

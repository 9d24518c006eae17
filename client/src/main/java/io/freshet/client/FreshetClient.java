package io.freshet.client;

import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A Freshet server.
///
/// ```java
/// try (var client = FreshetClient.connect("http://localhost:8765")) {
///     var notes = client.collection("notes");
///     notes.put("refunds", "Refunds take five days.", Write.await(Duration.ofSeconds(30)));
///     for (Hit hit : notes.search("how long does a refund take")) {
///         System.out.println(hit.documentId() + ": " + hit.text());
///     }
/// }
/// ```
///
/// Every call blocks until its answer is there, and throws a [FreshetException] where there is none
/// or it says no. Safe for any thread.
public final class FreshetClient implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

    /// The stream's name for all collections.
    private static final String EVERY_COLLECTION = "default";

    private final Http http;
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

    private FreshetClient(Http http) {
        this.http = http;
    }

    /// A server at this address, with the defaults of [Builder]. Nothing is asked yet.
    public static FreshetClient connect(String url) {
        return builder().url(url).build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /// What a client is made of. Not for several threads.
    public static final class Builder {
        private String url = "http://localhost:8765";
        private Optional<String> token = Optional.empty();
        private Duration timeout = Duration.ofSeconds(30);
        private int retries;
        private Optional<HttpClient> http = Optional.empty();
        private Timing timing = Timing.SYSTEM;

        private Builder() {}

        /// `http://localhost:8765` where nothing is said.
        public Builder url(String address) {
            url = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
            return this;
        }

        public Builder token(String secret) {
            token = Optional.of(secret);
            return this;
        }

        /// In which the whole answer to a call must be there, 30 s where nothing is said. What the
        /// server is asked to wait comes on top; a bulk load ends after ten minutes in which
        /// nothing of it could be sent.
        public Builder timeout(Duration time) {
            timeout = time;
            return this;
        }

        /// How often a call is made again where that is safe, never where nothing is said: reads;
        /// events that all have an `event_id`; and whatever did not reach the server or was put off
        /// by it. `Retry-After` is obeyed.
        public Builder retries(int times) {
            retries = times;
            return this;
        }

        /// For a proxy, certificates or threads of one's own.
        public Builder httpClient(HttpClient client) {
            http = Optional.of(client);
            return this;
        }

        Builder timing(Timing other) {
            timing = other;
            return this;
        }

        public FreshetClient build() {
            HttpClient client =
                    http.orElseGet(
                            () ->
                                    HttpClient.newBuilder()
                                            .version(HttpClient.Version.HTTP_1_1)
                                            .connectTimeout(CONNECT_MAX)
                                            .build());
            return new FreshetClient(
                    new Http(client, URI.create(url), token, timeout, retries, timing));
        }
    }

    /// A collection, whether it exists or not. Nothing is asked yet.
    public FreshetCollection collection(String name) {
        return new FreshetCollection(this, http, name);
    }

    /// All collections, with the first fields of their status.
    public List<Status> collections() {
        return JsonText.list(
                http.tree(Call.get("/v1/collections")).path("collections"), Status.class);
    }

    /// Follows a collection: each update once and in order, through cuts and restarts of the
    /// server. It goes on behind the last change for which `onUpdate` returned. It comes again
    /// after 1 s, and after twice as long each time up to 60 s, at random within that; only a
    /// connection that lasted a minute starts over, and what the server asks for is obeyed.
    ///
    /// @param since the position of a change that was handled earlier; null: from now on. Then what
    ///   changes after this returned is not missed, unless the server was away
    /// @param onError is told of a gap (`resume_expired`), and of what coming again cannot mend:
    ///   then the subscription is over
    public Subscription subscribe(
            String collection,
            @Nullable String since,
            Consumer<IndexUpdate> onUpdate,
            Consumer<RuntimeException> onError) {
        return subscribe(collection, Subscriber.onUpdate(onUpdate).onError(onError).since(since));
    }

    /// Follows a collection, with all that can be said about it. One that does not exist yet is
    /// followed from its first version.
    public Subscription subscribe(String collection, Subscriber subscriber) {
        if (collection.equals(EVERY_COLLECTION)) {
            throw new IllegalArgumentException(
                    "follow each collection by its name: a position belongs to one");
        }
        String address = http.base().toString().replaceFirst("^http", "ws") + "/v1/stream";
        Duration connect = http.timeout().compareTo(CONNECT_MAX) < 0 ? http.timeout() : CONNECT_MAX;
        Socket.Opening opening =
                () -> JdkSocket.open(http.client(), URI.create(address), http.token(), connect);
        Subscription subscription =
                Subscription.start(collection, subscriber, opening, http.timing());
        subscriptions.removeIf(Subscription::isClosed);
        subscriptions.add(subscription);
        if (subscriber.request().start().isNow()) {
            subscription.awaitTried(connect);
        }
        return subscription;
    }

    /// What embedding has cost, and what was spared.
    public CostReport cost(CostRequest request) {
        return http.run(Call.get("/v1/cost").query(request.query()), CostReport.class);
    }

    /// What so many tokens would cost with the models whose price is known.
    public CostEstimate estimate(long tokens) {
        Fields body = Fields.NONE.with("tokens", tokens);
        return http.run(Call.post("/v1/cost/estimate", body).safe(true), CostEstimate.class);
    }

    /// The models that collections use, and how asking them goes.
    public List<Embedder> embedders() {
        return JsonText.list(
                http.tree(Call.get("/v1/embedders")).path("embedders"), Embedder.class);
    }

    /// Writes a backup of all collections for `freshet restore`, in constant memory.
    public void backupTo(OutputStream zip) {
        http.download(Call.of("POST", "/v1/backup"), zip);
    }

    /// Writes a backup of all collections into a file, which is there once it is whole.
    public void backupTo(Path file) {
        new Target(file).write(zip -> http.download(Call.of("POST", "/v1/backup"), zip));
    }

    /// Does a server answer here?
    public boolean isLive() {
        try {
            http.tree(Call.get("/health/live"));
            return true;
        } catch (FreshetException e) {
            return false;
        }
    }

    /// The state of each collection; 503 `starting` while the server starts.
    public Map<String, String> readiness() {
        Map<String, String> states = new java.util.TreeMap<>();
        JsonText.object(http.tree(Call.get("/health/ready")).path("collections"))
                .forEach((name, state) -> states.put(name, String.valueOf(state)));
        return states;
    }

    /// Closes all subscriptions, and waits for the calls that run.
    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
    }
}

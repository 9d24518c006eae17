package io.freshet.server.cli;

import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The feed as a client sees it over connections that break: after each it asks to go on behind the
/// last change that it saw. A server that stops may leave a connection that nobody answers, so one
/// that does not open, or on which nothing comes any more, is given up. Confined to one thread.
final class WatchedFeed {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration WAIT_MAX = Duration.ofSeconds(60);
    private static final int FRAMES_WAITING_MAX = 256;
    private static final String EVERY_COLLECTION = "default";

    private final URI stream;
    private final String collection;
    private final Consumer<String> notes;
    private final Limits limits;
    private final Map<String, String> positions = new LinkedHashMap<>();
    private long sinceVersion;
    private Duration wait = FIRST_WAIT;
    private boolean wasConnected;

    /// How long it waits for a server.
    ///
    /// @param open until a connection is open
    /// @param silence until one on which nothing comes is given up, within twice that; the server
    ///   pings every 30 s
    record Limits(Duration open, Duration silence) {
        static final Limits DEFAULT = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(75));
    }

    /// @param sinceVersion where to begin, below 0 for now
    /// @param notes takes what the user should know
    WatchedFeed(
            URI stream,
            String collection,
            long sinceVersion,
            Consumer<String> notes,
            Limits limits) {
        this.stream = stream;
        this.collection = collection;
        this.sinceVersion = sinceVersion;
        this.notes = notes;
        this.limits = limits;
    }

    /// Gives every frame, until nobody wants more.
    void follow(Predicate<JsonNode> wanted) throws InterruptedException {
        while (true) {
            try {
                if (!followOnce(wanted)) {
                    return;
                }
                notes.accept("the connection ended; connecting again");
            } catch (CompletionException e) {
                if (!wasConnected) {
                    throw ApiClient.unreachable(stream);
                }
                notes.accept("cannot connect; trying again in " + wait.toSeconds() + " s");
            } catch (Passing e) {
                notes.accept(e.getMessage() + "; trying again in " + wait.toSeconds() + " s");
            }
            long ms = wait.toMillis();
            Thread.sleep(ms / 2 + ThreadLocalRandom.current().nextLong(ms));
            wait = wait.multipliedBy(2).compareTo(WAIT_MAX) < 0 ? wait.multipliedBy(2) : WAIT_MAX;
        }
    }

    /// @return whether more is wanted
    private boolean followOnce(Predicate<JsonNode> wanted) throws InterruptedException {
        Frames frames = new Frames();
        try (HttpClient http = HttpClient.newHttpClient()) {
            WebSocket socket =
                    http.newWebSocketBuilder()
                            .connectTimeout(limits.open())
                            .buildAsync(stream, frames)
                            .join();
            wasConnected = true;
            subscribe(socket);
            try {
                String frame = frames.next(limits.silence());
                while (!frame.isEmpty()) {
                    if (!take(Json.read(frame), socket, wanted)) {
                        return false;
                    }
                    frame = frames.next(limits.silence());
                }
                return true;
            } catch (ProblemException e) {
                throw new CommandFailed("what answers at " + stream + " is no Freshet server");
            } finally {
                socket.abort();
            }
        }
    }

    private boolean take(JsonNode frame, WebSocket socket, Predicate<JsonNode> wanted) {
        switch (frame.path("type").asString("")) {
            case "subscribed" -> wait = FIRST_WAIT;
            case "index_update", "batch_complete" ->
                    positions.put(
                            frame.path("collection").asString(""),
                            frame.path("position").asString(""));
            case "error" -> {
                refused(frame.path("code").asString(""), frame.path("message").asString(""));
                subscribe(socket);
            }
            default -> {}
        }
        return wanted.test(frame);
    }

    private void refused(String code, String message) {
        switch (code) {
            case "resume_expired" -> {
                notes.accept(message + "; changes are missing here");
                positions.clear();
                sinceVersion = -1;
            }
            case "unavailable" -> throw new Passing(message);
            default -> throw new CommandFailed(message);
        }
    }

    /// The collection cannot be followed now, and soon can.
    private static final class Passing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Passing(String message) {
            super(message);
        }
    }

    private void subscribe(WebSocket socket) {
        boolean every = collection.equals(EVERY_COLLECTION);
        for (Map.Entry<String, String> position : positions.entrySet()) {
            say(socket, request(position.getKey()).put("since", position.getValue()));
        }
        if (!every && !positions.isEmpty()) {
            return;
        }
        ObjectNode request = request(collection);
        if (sinceVersion >= 0 && !every) {
            request.put("since_version", sinceVersion);
        }
        say(socket, request);
    }

    private static ObjectNode request(String collection) {
        return Json.object().put("action", "subscribe").put("collection", collection);
    }

    private static void say(WebSocket socket, ObjectNode request) {
        socket.sendText(Json.text(request), true).join();
    }

    /// Puts whole frames into a bounded queue; an empty one is the end. A full queue makes the
    /// connection wait.
    private static final class Frames implements WebSocket.Listener {
        private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(FRAMES_WAITING_MAX);
        private final StringBuilder partial = new StringBuilder();
        private volatile boolean isHeard;

        /// The next one; the empty one, too, where nothing comes that long.
        String next(Duration silence) throws InterruptedException {
            String frame;
            do {
                isHeard = false;
                frame = queue.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
            } while (frame == null && isHeard);
            return frame == null ? "" : frame;
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
            isHeard = true;
            return WebSocket.Listener.super.onPing(webSocket, message);
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket webSocket, CharSequence data, boolean last) {
            isHeard = true;
            partial.append(data);
            if (last) {
                put(partial.toString());
                partial.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(
                WebSocket webSocket, int statusCode, String reason) {
            put("");
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            put("");
        }

        private void put(String frame) {
            try {
                queue.put(frame);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

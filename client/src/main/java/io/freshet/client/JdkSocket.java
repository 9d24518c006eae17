package io.freshet.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A WebSocket of the JDK. It asks for the next message only when the last one was taken, so a slow
/// subscriber holds up nobody: the server keeps what it has not read. Pings are answered by the
/// JDK.
final class JdkSocket implements Socket, WebSocket.Listener {
    /// A frame of the server is under 512 KiB; what is far beyond that is no feed.
    private static final int CHARACTERS_MAX = 16 * 1024 * 1024;

    private static final int TRY_AGAIN_LATER = 1013;
    private static final Duration LATER = Duration.ofSeconds(1);
    private static final int GOOD_BYE_MS = 1000;

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
    private final AtomicBoolean isClosing = new AtomicBoolean();
    private volatile long heardAt = System.nanoTime();
    private boolean isTaken = true;

    private JdkSocket() {}

    /// A whole text, or why there are no more.
    private record Arrival(@Nullable String text, @Nullable FreshetException end) {}

    /// @param timeout until it is open
    static JdkSocket open(HttpClient client, URI uri, Optional<String> token, Duration timeout) {
        JdkSocket socket = new JdkSocket();
        WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(timeout);
        token.ifPresent(secret -> builder.header("Authorization", "Bearer " + secret));
        CompletableFuture<WebSocket> opening = builder.buildAsync(uri, socket);
        try {
            socket.opened.complete(opening.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
            return socket;
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            abandon(opening);
            throw FreshetConnectionException.timedOut("no connection to the stream in time");
        } catch (InterruptedException e) {
            abandon(opening);
            Thread.currentThread().interrupt();
            throw FreshetConnectionException.interrupted(e);
        }
    }

    /// One that opens after all is closed.
    private static void abandon(CompletableFuture<WebSocket> opening) {
        CompletableFuture<Void> unused = opening.thenAccept(WebSocket::abort);
    }

    private static FreshetException failure(Throwable cause) {
        if (cause instanceof WebSocketHandshakeException refused) {
            HttpResponse<?> answer = refused.getResponse();
            byte @Nullable [] body = answer.body() instanceof byte[] bytes ? bytes : null;
            return Http.problem(answer.statusCode(), answer.headers(), body);
        }
        return FreshetConnectionException.of(cause);
    }

    @Override
    public void send(String text) {
        CompletableFuture<Void> unused =
                opened.join()
                        .sendText(text, true)
                        .handle(
                                (socket, failure) -> {
                                    if (failure != null) {
                                        end(FreshetConnectionException.of(failure));
                                    }
                                    return null;
                                });
    }

    @Override
    public String next(Duration silenceMax) {
        if (!isTaken) {
            isTaken = true;
            heardAt = System.nanoTime();
            opened.join().request(1);
        }
        try {
            Arrival arrival = arrival(silenceMax);
            if (arrival.end() != null) {
                throw arrival.end();
            }
            isTaken = false;
            return String.valueOf(arrival.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FreshetConnectionException.interrupted(e);
        }
    }

    private Arrival arrival(Duration silenceMax) throws InterruptedException {
        while (true) {
            long left = silenceMax.toNanos() - (System.nanoTime() - heardAt);
            Arrival arrival = arrivals.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
            if (arrival != null) {
                return arrival;
            }
            if (silenceMax.toNanos() - (System.nanoTime() - heardAt) <= 0) {
                throw FreshetConnectionException.timedOut(
                        "the connection is silent for " + silenceMax.toSeconds() + " s");
            }
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        heardAt = System.nanoTime();
        partial.append(data);
        if (partial.length() > CHARACTERS_MAX) {
            end(FreshetConnectionException.ended("a message is far too long", null));
            socket.abort();
        } else if (last) {
            arrivals.add(new Arrival(partial.toString(), null));
            partial.setLength(0);
        } else {
            socket.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        return heard(socket);
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
        return heard(socket);
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
        return heard(socket);
    }

    private @Nullable CompletionStage<?> heard(WebSocket socket) {
        heardAt = System.nanoTime();
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        end(closed(code, reason));
        return null;
    }

    static FreshetConnectionException closed(int code, String reason) {
        return FreshetConnectionException.ended(
                "the server closed the connection: " + code + " " + reason,
                code == TRY_AGAIN_LATER ? LATER : null);
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
        end(FreshetConnectionException.of(failure));
    }

    private void end(FreshetException how) {
        arrivals.add(new Arrival(null, how));
    }

    @Override
    public void close() {
        if (!isClosing.compareAndSet(false, true)) {
            // Who was first says good-bye; hanging up meanwhile would cut it off.
            return;
        }
        end(FreshetConnectionException.ended("the connection was closed here", null));
        WebSocket socket = opened.join();
        try {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(GOOD_BYE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // It is gone already.
        }
        socket.abort();
    }
}

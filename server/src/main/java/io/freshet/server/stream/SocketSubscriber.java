package io.freshet.server.stream;

import io.freshet.FreshetException;
import io.freshet.feed.Signal;
import io.freshet.server.json.ProblemException;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One WebSocket connection.
///
/// Its listener methods run on the connection's own thread and only put what the client said into a
/// bounded queue. A thread of the subscriber alone writes: answers, then a page of each feed, then
/// it waits on its signal. A client that does not read blocks that thread in a write, and nobody
/// else; a client that asks without reading the answers is not read any more.
final class SocketSubscriber implements WsListener, Subscriber {
    private static final Logger LOG = LoggerFactory.getLogger(SocketSubscriber.class);
    private static final Duration UNAVAILABLE_RETRY = Duration.ofSeconds(1);
    private static final long REQUEST_WAIT_MS = 200;

    private final SharedStream stream;
    private final Consumer<Headers> guard;
    private final String id = UUID.randomUUID().toString();
    private final Signal signal = new Signal();
    private final BlockingQueue<ClientFrame> requests =
            new ArrayBlockingQueue<>(StreamLimits.REQUESTS_WAITING_MAX);
    private volatile @Nullable Ending ending;
    private volatile @Nullable Thread writer;
    private volatile boolean ended;

    SocketSubscriber(SharedStream stream, Consumer<Headers> guard) {
        this.stream = stream;
        this.guard = guard;
    }

    /// How a connection ends.
    ///
    /// @param code of the WebSocket protocol
    private record Ending(int code, String reason) {
        static final Ending GONE = new Ending(1001, "gone");
        static final Ending STOPPING = new Ending(1001, "the server is stopping");
        static final Ending FULL = new Ending(1013, "too many subscribers; come back later");
        static final Ending STARTING = new Ending(1013, "the server is starting; come back later");
        static final Ending NO_TEXT = new Ending(1003, "send whole text frames of JSON");
        static final Ending FAILED = new Ending(1011, "the server failed; connect again");
    }

    @Override
    public Optional<Headers> onHttpUpgrade(HttpPrologue prologue, Headers headers) {
        guard.accept(headers);
        return Optional.empty();
    }

    @Override
    public void onOpen(WsSession session) {
        if (!stream.subscribers().enter(this)) {
            ended = true;
            Ending refusal = stream.subscribers().isStopping() ? Ending.STOPPING : Ending.FULL;
            session.close(refusal.code(), refusal.reason());
            return;
        }
        writer = Thread.ofVirtual().name("subscriber-" + id).start(() -> run(session));
    }

    @Override
    public void onMessage(WsSession session, String text, boolean last) {
        if (!last) {
            end(Ending.NO_TEXT);
            return;
        }
        ask(ClientFrames.read(text));
    }

    @Override
    public void onMessage(WsSession session, BufferData buffer, boolean last) {
        end(Ending.NO_TEXT);
    }

    @Override
    public void onPing(WsSession session, BufferData buffer) {
        ask(new ClientFrame.ProtocolPing(buffer.readBytes()));
    }

    @Override
    public void onClose(WsSession session, int status, String reason) {
        end(Ending.GONE);
    }

    @Override
    public void onError(WsSession session, Throwable failure) {
        LOG.debug("connection failed client={}", id, failure);
        end(Ending.GONE);
    }

    @Override
    public void stop() {
        end(Ending.STOPPING);
    }

    @Override
    public void cut() {
        Thread thread = writer;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void end(Ending how) {
        if (ending == null) {
            ending = how;
        }
        signal.raise();
    }

    private void ask(ClientFrame request) {
        try {
            while (ending == null
                    && !ended
                    && !requests.offer(request, REQUEST_WAIT_MS, TimeUnit.MILLISECONDS)) {
                signal.raise();
            }
            signal.raise();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            end(Ending.GONE);
        }
    }

    private void run(WsSession session) {
        Ending how = Ending.GONE;
        try (Subscriptions subscriptions = stream.subscriptions(signal)) {
            how = serve(session, subscriptions);
        } catch (Gone | InterruptedException e) {
            LOG.debug("subscriber is gone client={}", id, e);
        } catch (ProblemException e) {
            LOG.debug("subscriber is too early client={}", id, e);
            how = Ending.STARTING;
        } catch (RuntimeException e) {
            LOG.error("subscriber failed client={}", id, e);
            how = Ending.FAILED;
        } finally {
            ended = true;
        }
        // Who stops the server waits until all have left: each is told before its connection goes.
        try {
            close(session, how);
        } finally {
            stream.subscribers().leave(this);
        }
    }

    private Ending serve(WsSession session, Subscriptions subscriptions)
            throws InterruptedException {
        send(session, stream.frames().connected(id));
        long pingNanos = stream.limits().pingEvery().toNanos();
        long pingAt = System.nanoTime() + pingNanos;
        while (true) {
            Ending how = ending;
            if (how != null) {
                return how;
            }
            boolean busy = answer(session, subscriptions);
            Duration wait = Duration.ofNanos(Math.max(0, pingAt - System.nanoTime()));
            try {
                subscriptions.join(frame -> send(session, frame));
                busy |= subscriptions.forward(frame -> send(session, frame));
            } catch (FreshetException.Unavailable e) {
                LOG.debug("feed cannot be read now client={}", id, e);
                wait = wait.compareTo(UNAVAILABLE_RETRY) < 0 ? wait : UNAVAILABLE_RETRY;
            }
            if (System.nanoTime() - pingAt >= 0) {
                pingAt = System.nanoTime() + pingNanos;
                ping(session);
            }
            if (!busy) {
                signal.await(wait);
            }
        }
    }

    private boolean answer(WsSession session, Subscriptions subscriptions)
            throws InterruptedException {
        ClientFrame request = requests.poll();
        if (request == null) {
            return false;
        }
        switch (request) {
            case ClientFrame.Subscribe subscribe ->
                    send(session, subscriptions.subscribe(subscribe));
            case ClientFrame.Unsubscribe unsubscribe ->
                    send(session, subscriptions.unsubscribe(unsubscribe));
            case ClientFrame.Ping _ -> send(session, stream.frames().pong());
            case ClientFrame.ProtocolPing ping -> pong(session, ping.payload());
            case ClientFrame.Wrong wrong ->
                    send(session, stream.frames().error(wrong.code(), wrong.message()));
        }
        return true;
    }

    private void send(WsSession session, String frame) {
        write(() -> session.send(frame, true));
    }

    private void ping(WsSession session) {
        write(() -> session.ping(BufferData.empty()));
    }

    private void pong(WsSession session, byte[] payload) {
        write(() -> session.pong(BufferData.create(payload)));
    }

    private void close(WsSession session, Ending how) {
        try {
            write(() -> session.close(how.code(), how.reason()));
        } catch (Gone e) {
            LOG.debug("subscriber is gone client={}", id, e);
        }
    }

    /// What a socket throws says only that nobody reads there any more.
    private static void write(Runnable writing) {
        try {
            writing.run();
        } catch (RuntimeException e) {
            throw new Gone(e);
        }
    }

    private static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Gone(RuntimeException cause) {
            super("the connection is gone", cause);
        }
    }
}

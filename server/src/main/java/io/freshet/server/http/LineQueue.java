package io.freshet.server.http;

import io.freshet.IndexEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Events between who reads them and who submits them. It is bounded, so that the reader waits
/// while a submission does: that is what makes a client wait. Safe for any thread.
final class LineQueue {
    private static final int EVENTS_MAX = 500;
    private static final long BYTES_MAX = 1 << 20;

    private final Deque<Numbered> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean ended;
    private boolean stopped;

    /// @param line that it stood on
    record Numbered(long line, IndexEvent event, int bytes) {}

    /// Waits for room.
    ///
    /// @return whether somebody will take it
    synchronized boolean add(Numbered event) throws InterruptedException {
        while (!stopped && (waiting.size() >= EVENTS_MAX || bytes >= BYTES_MAX)) {
            wait();
        }
        if (!stopped) {
            waiting.add(event);
            bytes += event.bytes();
            notifyAll();
        }
        return !stopped;
    }

    /// All that is there, once something is; nothing at the end.
    synchronized List<Numbered> take() throws InterruptedException {
        while (waiting.isEmpty() && !ended) {
            wait();
        }
        List<Numbered> taken = new ArrayList<>(waiting);
        waiting.clear();
        bytes = 0;
        notifyAll();
        return taken;
    }

    /// Nothing more comes.
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /// Nothing more is taken.
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }
}

package io.freshet.server.stream;

import io.freshet.feed.Signal;

/// A request while it follows a feed. Its thread is the request's, which goes on to others: it is
/// cut only while it is here.
final class Visitor implements Subscriber {
    private final Signal signal = new Signal();
    private final Thread thread = Thread.currentThread();
    private volatile boolean stopped;
    private boolean here = true;

    Signal signal() {
        return signal;
    }

    boolean isStopped() {
        return stopped;
    }

    @Override
    public void stop() {
        stopped = true;
        signal.raise();
    }

    @Override
    public synchronized void cut() {
        if (here) {
            thread.interrupt();
        }
    }

    synchronized void left() {
        here = false;
    }
}

package io.freshet.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// Events as lines of JSON, made while they are read: however many there are, one is in memory.
/// What the source of the events throws is kept for who sends them. Confined to the thread that
/// reads, but for [#readAt].
final class EventLines extends InputStream {
    private final Iterator<Event> events;
    private final Timing timing;
    private byte[] line = new byte[0];
    private int at;
    private volatile long readAt;
    private volatile @Nullable RuntimeException failure;

    EventLines(Iterator<Event> events, Timing timing) {
        this.events = events;
        this.timing = timing;
        this.readAt = timing.nanoTime();
    }

    /// When something of it was last read.
    long readAt() {
        return readAt;
    }

    /// What the source of the events threw, if it did.
    void rethrow() {
        RuntimeException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        readAt = timing.nanoTime();
        int filled = 0;
        while (filled < length && (at < line.length || nextLine())) {
            int part = Math.min(length - filled, line.length - at);
            System.arraycopy(line, at, into, offset + filled, part);
            at += part;
            filled += part;
        }
        return filled == 0 && length > 0 ? -1 : filled;
    }

    private boolean nextLine() throws IOException {
        try {
            if (!events.hasNext()) {
                return false;
            }
            byte[] json = JsonText.bytes(events.next().json());
            line = java.util.Arrays.copyOf(json, json.length + 1);
            line[json.length] = '\n';
            at = 0;
            return true;
        } catch (RuntimeException e) {
            failure = e;
            throw new IOException("the events to load broke off", e);
        }
    }
}

package io.freshet.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// A body that is read while it is sent. What its source throws is kept for who sends it. Confined
/// to the thread that reads, but for [#readAt] and [#rethrow].
final class Upload extends InputStream {
    private final InputStream source;
    private final Timing timing;
    private volatile long readAt;
    private volatile @Nullable Exception failure;

    Upload(InputStream source, Timing timing) {
        this.source = source;
        this.timing = timing;
        this.readAt = timing.nanoTime();
    }

    /// When something of it was last read.
    long readAt() {
        return readAt;
    }

    /// What the source threw, if it did.
    void rethrow() {
        Exception thrown = failure;
        if (thrown instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (thrown instanceof IOException unreadable) {
            throw new UncheckedIOException("what is to be sent cannot be read", unreadable);
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
        try {
            return source.read(into, offset, length);
        } catch (IOException | RuntimeException e) {
            failure = e;
            throw new IOException("what is to be sent broke off", e);
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}

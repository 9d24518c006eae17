package io.freshet.client;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// An answer that is written to where it goes while it comes, however long it is; its last bytes
/// are what is left of it here. The next piece is asked for once one is written. What the target
/// throws is kept for who asked.
final class Download implements BodySubscriber<byte[]> {
    private static final int TAIL = 1024;

    private final OutputStream target;
    private final Timing timing;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private byte[] tail = new byte[0];
    private Flow.@Nullable Subscription subscription;
    private volatile long writtenAt;
    private volatile @Nullable IOException failure;

    Download(OutputStream target, Timing timing) {
        this.target = target;
        this.timing = timing;
        this.writtenAt = timing.nanoTime();
    }

    /// When something of it was last written.
    long writtenAt() {
        return writtenAt;
    }

    /// What the target threw, if it did.
    void rethrow() {
        IOException thrown = failure;
        if (thrown != null) {
            throw new UncheckedIOException("what was asked for cannot be written", thrown);
        }
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription pieces) {
        subscription = pieces;
        pieces.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        Flow.Subscription more = subscription;
        if (more == null || whole.isDone()) {
            return;
        }
        try {
            for (ByteBuffer piece : pieces) {
                byte[] bytes = new byte[piece.remaining()];
                piece.get(bytes);
                target.write(bytes);
                keepTail(bytes);
            }
            writtenAt = timing.nanoTime();
            more.request(1);
        } catch (IOException e) {
            failure = e;
            more.cancel();
            whole.completeExceptionally(e);
        }
    }

    private void keepTail(byte[] bytes) {
        byte[] both = Arrays.copyOf(tail, tail.length + bytes.length);
        System.arraycopy(bytes, 0, both, tail.length, bytes.length);
        tail = Arrays.copyOfRange(both, Math.max(0, both.length - TAIL), both.length);
    }

    @Override
    public void onError(Throwable cause) {
        whole.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
        whole.complete(tail);
    }
}

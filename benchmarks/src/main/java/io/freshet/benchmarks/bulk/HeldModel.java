package io.freshet.benchmarks.bulk;

import io.freshet.EmbeddingSpace;
import io.freshet.benchmarks.running.NoModel;
import io.freshet.spi.Embedder;
import io.freshet.spi.World;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// An embedder without a model that does not answer for texts with one word before it has seen
/// another one. Safe for any thread.
final class HeldModel implements Embedder {
    static final String HELD = "heldword";
    static final String RELEASE = "releaseword";

    /// Of the server's arguments: the backlog's size follows it.
    static final String ARGUMENT = "held=";

    private static final Limits LIMITS = new Limits(100, 100_000, 64, Duration.ofHours(6));

    private final NoModel model = new NoModel();
    private final CountDownLatch released = new CountDownLatch(1);

    /// The server's argument for a backlog of so many documents.
    static String backlog(int documents) {
        return ARGUMENT + documents;
    }

    @Override
    public EmbeddingSpace space() {
        return model.space();
    }

    @Override
    public Limits limits() {
        return LIMITS;
    }

    /// As one that answers from elsewhere: while it does not, no thread of this machine's own model
    /// is held.
    @Override
    public World.Lane lane(Purpose purpose) {
        return purpose == Purpose.QUERY ? World.Lane.REMOTE_QUERY : World.Lane.REMOTE_EMBED;
    }

    @Override
    public Answer embed(List<String> texts, Purpose purpose) {
        if (texts.stream().anyMatch(text -> text.contains(RELEASE))) {
            released.countDown();
        }
        if (texts.stream().anyMatch(text -> text.contains(HELD))) {
            awaitRelease();
        }
        return model.embed(texts, purpose);
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        released.countDown();
    }
}

package io.freshet.adapter.sqlite;

import io.freshet.EmbeddingSpace;
import io.freshet.spi.Embedder;
import io.freshet.spi.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// An embedder that does not answer a request in which a text holds the marker before it is
/// released, and all others at once. Safe for any thread.
final class HeldEmbedder implements Embedder {
    private static final Limits LIMITS = new Limits(100, 100_000, 64, Duration.ofHours(1));

    private final String marker;
    private final CountDownLatch released = new CountDownLatch(1);

    HeldEmbedder(String marker) {
        this.marker = marker;
    }

    void release() {
        released.countDown();
    }

    @Override
    public EmbeddingSpace space() {
        return new EmbeddingSpace("held", 2, "float32", false, "none", "", "", 512, "");
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
        if (texts.stream().anyMatch(text -> text.contains(marker))) {
            awaitRelease();
        }
        List<Item> items = new ArrayList<>();
        for (String text : texts) {
            items.add(new Item(items.size(), new float[] {1, text.length()}));
        }
        return new Answer(items, texts.size());
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
        release();
    }
}

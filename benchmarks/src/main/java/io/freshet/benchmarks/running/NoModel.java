package io.freshet.benchmarks.running;

import io.freshet.EmbeddingSpace;
import io.freshet.Text;
import io.freshet.spi.Embedder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/// An embedder without a model, which takes no time: a direction that is drawn from the text alone,
/// so the same text has the same vector in every run. Counts what it is asked. Safe for any thread.
public final class NoModel implements Embedder {
    private static final int DIMENSIONS = 64;
    private static final int HEX = 16;
    private static final Limits LIMITS = new Limits(100, 100_000, 4, Duration.ofSeconds(30));
    private static final EmbeddingSpace SPACE =
            new EmbeddingSpace("none", DIMENSIONS, "float32", false, "none", "", "", 512, "");

    private final AtomicLong texts = new AtomicLong();

    /// Texts of documents that it was asked for.
    public long texts() {
        return texts.get();
    }

    @Override
    public EmbeddingSpace space() {
        return SPACE;
    }

    @Override
    public Limits limits() {
        return LIMITS;
    }

    @Override
    public Answer embed(List<String> asked, Purpose purpose) {
        List<Item> items = new ArrayList<>();
        for (String text : asked) {
            items.add(new Item(items.size(), vector(text)));
        }
        if (purpose == Purpose.DOCUMENT) {
            texts.addAndGet(asked.size());
        }
        return new Answer(items, asked.size());
    }

    /// What it answers for a text.
    public static float[] vector(String text) {
        var chance = new SplittableRandom(Long.parseUnsignedLong(Text.hash(text), 0, HEX, HEX));
        float[] values = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            values[i] = (float) (chance.nextDouble() * 2 - 1);
        }
        return values;
    }

    @Override
    public void close() {}
}

package io.freshet.benchmarks.recall;

import io.freshet.EmbeddingSpace;
import io.freshet.Text;
import io.freshet.Vector;
import io.freshet.spi.Embedder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// An embedder without a model whose vectors lie as those of a model do: drawn from the text alone,
/// as the sum of what all texts share, of one of 500 topics and of the text's own.
///
/// In a model's space any two texts are similar to some degree, texts about one thing more so, and
/// most of what tells them apart lies in a few dozen directions. So half of the squared length is
/// shared, a quarter is the topic's and a quarter the text's own, and the spread along the i-th
/// direction falls as 1/√i. Uniformly random vectors have none of this: all are about equally far
/// from each other, so that ten nearest are hardly nearer than the next hundred, and a graph that
/// is made to lead to what is near has nothing to go by.
///
/// Safe for any thread.
final class TopicModel implements Embedder {
    static final int DIMENSIONS = 384;

    private static final int TOPICS = 500;
    private static final double SHARED = Math.sqrt(0.5);
    private static final double TOPIC = Math.sqrt(0.25);
    private static final double OWN = Math.sqrt(0.25);
    private static final int HEX = 16;
    private static final Limits LIMITS = new Limits(100, 100_000, 4, Duration.ofSeconds(30));
    private static final EmbeddingSpace SPACE =
            new EmbeddingSpace("topics", DIMENSIONS, "float32", false, "none", "", "", 512, "");

    private final double[] shared = direction(-1);
    private final double[][] topics = new double[TOPICS][];

    TopicModel() {
        for (int i = 0; i < TOPICS; i++) {
            topics[i] = direction(i);
        }
    }

    private static double[] direction(long seed) {
        var chance = new SplittableRandom(seed);
        double[] values = new double[DIMENSIONS];
        double squares = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            values[i] = chance.nextGaussian() / Math.sqrt(1 + i);
            squares += values[i] * values[i];
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < DIMENSIONS; i++) {
            values[i] /= length;
        }
        return values;
    }

    Vector vector(String text) {
        long seed = Long.parseUnsignedLong(Text.hash(text), 0, HEX, HEX);
        double[] topic = topics[(int) Long.remainderUnsigned(seed, TOPICS)];
        double[] own = direction(seed);
        float[] values = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            values[i] = (float) (SHARED * shared[i] + TOPIC * topic[i] + OWN * own[i]);
        }
        return new Vector(values);
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
    public Answer embed(List<String> texts, Purpose purpose) {
        List<Item> items = new ArrayList<>();
        for (String text : texts) {
            items.add(new Item(items.size(), vector(text).values()));
        }
        return new Answer(items, texts.size());
    }

    @Override
    public void close() {}
}

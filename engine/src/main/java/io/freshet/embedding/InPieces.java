package io.freshet.embedding;

import io.freshet.FreshetException.Refused;
import io.freshet.spi.Embedder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// Asks for the vectors of texts that may be longer than the model reads: such a text is embedded
/// in pieces, whose vectors are averaged by their length, since many a provider would cut off its
/// end and say nothing. Safe for any thread.
final class InPieces {
    private final Splitter splitter;
    private final LongAdder pooled = new LongAdder();

    InPieces(Splitter splitter) {
        this.splitter = splitter;
    }

    /// How many texts were embedded in pieces.
    long pooled() {
        return pooled.sum();
    }

    /// @throws Refused where the answer for a text in pieces is wrong
    Embedder.Answer embed(Embedder embedder, List<String> texts, Embedder.Purpose purpose) {
        if (!embedder.mayChange()) {
            return embedder.embed(texts, purpose);
        }
        List<List<String>> cut =
                texts.stream().map(text -> splitter.pieces(text, embedder.space())).toList();
        long several = cut.stream().filter(pieces -> pieces.size() > 1).count();
        if (several == 0) {
            return embedder.embed(texts, purpose);
        }
        List<String> all = cut.stream().flatMap(List::stream).toList();
        List<float[]> vectors = new ArrayList<>();
        long tokens = 0;
        int most = embedder.limits().texts();
        for (int i = 0; i < all.size(); i += most) {
            List<String> some = all.subList(i, Math.min(all.size(), i + most));
            Embedder.Answer answer =
                    Answers.checked(
                            embedder.embed(some, purpose),
                            some.size(),
                            embedder.space().dimensions());
            answer.items().forEach(item -> vectors.add(item.values()));
            tokens += answer.tokens();
        }
        pooled.add(several);
        return new Embedder.Answer(averaged(cut, vectors), tokens);
    }

    private static List<Embedder.Item> averaged(List<List<String>> cut, List<float[]> vectors) {
        List<Embedder.Item> items = new ArrayList<>();
        int next = 0;
        for (List<String> pieces : cut) {
            double[] sum = new double[vectors.get(next).length];
            for (String piece : pieces) {
                add(sum, vectors.get(next++), piece.length());
            }
            items.add(new Embedder.Item(items.size(), scaled(sum, pieces)));
        }
        return items;
    }

    private static void add(double[] sum, float[] vector, int weight) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += (double) vector[i] * weight;
        }
    }

    private static float[] scaled(double[] sum, List<String> pieces) {
        long weight = pieces.stream().mapToLong(String::length).sum();
        float[] mean = new float[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] / weight);
        }
        return mean;
    }
}

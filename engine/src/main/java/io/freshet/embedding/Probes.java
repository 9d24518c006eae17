package io.freshet.embedding;

import io.freshet.Text;
import io.freshet.Vector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A few fixed texts, whose vectors tell one model from another: two places serve the same model
/// where theirs are nearly equal. The vectors are kept with those of documents, as any text's are.
/// Pure.
public final class Probes {
    /// Prose, a table of terms, code, and other scripts: models differ most where a text is odd.
    public static final List<String> TEXTS =
            List.of(
                    "Freshet asks for the vector of this sentence to learn which model answers.",
                    "refund 30 days | invoice 2024-11 | error E4021 | 12,5 %",
                    "for (int i = 0; i < n; i++) { total += price[i]; }",
                    "Der Fluss stieg über Nacht; am Mittag war die Brücke gesperrt. 桥梁封闭");

    /// How near two vectors of one text are at least, if one model made them: servers round
    /// differently, and no two models come near it.
    public static final double COSINE_MIN = 0.999;

    private Probes() {}

    /// What their vectors are kept under.
    public static List<String> hashes() {
        return TEXTS.stream().map(Text::hash).toList();
    }

    public static Map<String, Vector> byHash(List<Vector> vectors) {
        Map<String, Vector> byHash = new LinkedHashMap<>();
        for (int i = 0; i < vectors.size(); i++) {
            byHash.put(hashes().get(i), vectors.get(i));
        }
        return byHash;
    }

    /// How near the least near of those are that both have; 1 where there is none.
    public static double likeness(Map<String, Vector> some, Map<String, Vector> others) {
        double least = 1;
        for (Map.Entry<String, Vector> each : some.entrySet()) {
            Vector other = others.get(each.getKey());
            if (other != null) {
                least = Math.min(least, cosine(each.getValue().values(), other.values()));
            }
        }
        return least;
    }

    private static double cosine(float[] one, float[] other) {
        if (one.length != other.length) {
            return -1;
        }
        double product = 0;
        double oneSquared = 0;
        double otherSquared = 0;
        for (int i = 0; i < one.length; i++) {
            product += (double) one[i] * other[i];
            oneSquared += (double) one[i] * one[i];
            otherSquared += (double) other[i] * other[i];
        }
        return product / Math.sqrt(oneSquared * otherSquared);
    }
}

package io.freshet.embedding;

import io.freshet.FreshetException.Refused;
import io.freshet.Vector;
import io.freshet.spi.Embedder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks what an embedder answered: it is untrusted (I6). As many vectors as texts, each text's
/// index once, of the right width, finite, not zero.
public final class Answers {
    private Answers() {}

    /// @return the same, in the order of the texts
    /// @throws Refused where it is not what was asked for
    public static Embedder.Answer checked(Embedder.Answer answer, int texts, int dimensions) {
        if (answer.items().size() != texts) {
            throw new Refused(
                    "the embedder answered " + answer.items().size() + " vectors for " + texts);
        }
        Embedder.@Nullable Item[] placed = new Embedder.Item[texts];
        for (Embedder.Item item : answer.items()) {
            if (item.index() < 0 || item.index() >= texts || placed[item.index()] != null) {
                throw new Refused("the embedder answered a wrong index: " + item.index());
            }
            if (item.values().length != dimensions) {
                throw new Refused(
                        "the embedder answered "
                                + item.values().length
                                + " dimensions where its space has "
                                + dimensions);
            }
            if (!isVector(item.values())) {
                throw new Refused("the embedder answered a zero or infinite vector");
            }
            placed[item.index()] = item;
        }
        List<Embedder.Item> inOrder = new ArrayList<>(texts);
        for (Embedder.Item item : placed) {
            if (item != null) {
                inOrder.add(item);
            }
        }
        return new Embedder.Answer(inOrder, answer.tokens());
    }

    private static boolean isVector(float[] values) {
        try {
            var _ = new Vector(values);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}

package io.freshet.embedding;

import io.freshet.Vector;
import io.freshet.spi.Embedder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks what an embedder answered: it is untrusted (I6). As many vectors as texts, each text's
/// index once, of the right width, finite, not zero.
final class Answers {
    private Answers() {}

    /// What came of the check.
    sealed interface Checked {
        /// In the order of the request's texts.
        record Good(List<Vector> vectors) implements Checked {}

        record Bad(String problem) implements Checked {}
    }

    static Checked check(Embedder.Answer answer, int texts, int dimensions) {
        if (answer.items().size() != texts) {
            return new Checked.Bad(
                    "the embedder answered " + answer.items().size() + " vectors for " + texts);
        }
        @Nullable Vector[] placed = new Vector[texts];
        for (Embedder.Item item : answer.items()) {
            if (item.index() < 0 || item.index() >= texts || placed[item.index()] != null) {
                return new Checked.Bad("the embedder answered a wrong index: " + item.index());
            }
            if (item.values().length != dimensions) {
                return new Checked.Bad(
                        "the embedder answered "
                                + item.values().length
                                + " dimensions where its space has "
                                + dimensions);
            }
            try {
                placed[item.index()] = new Vector(item.values());
            } catch (IllegalArgumentException e) {
                return new Checked.Bad("the embedder answered a zero or infinite vector");
            }
        }
        List<Vector> vectors = new ArrayList<>(texts);
        for (Vector vector : placed) {
            if (vector != null) {
                vectors.add(vector);
            }
        }
        return new Checked.Good(vectors);
    }
}

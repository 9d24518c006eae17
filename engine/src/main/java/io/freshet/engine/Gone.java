package io.freshet.engine;

import io.freshet.EmbeddingSpace;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Side;
import io.freshet.spi.Embedder;
import java.time.Duration;
import java.util.List;

/// Stands for an embedder that filled a collection and that nobody configures any more: its vectors
/// are searched and kept, and nothing can be asked. So a collection whose model was taken away is
/// read, followed and migrated to another one from the texts that are kept.
///
/// @param problem what became of it, and what to do
record Gone(EmbeddingSpace space, String problem) implements Embedder {
    /// @param dimensions of the vectors that are kept
    static Gone of(Side side, int dimensions, String became) {
        String problem =
                "the collection was filled with the embedder "
                        + called(side.embedder(), side.model())
                        + "; "
                        + became
                        + ", and vectors of two models never mix: what needs a vector waits,"
                        + " searches by keyword go on. Put the old one back under its name, or give"
                        + " the new one a name of its own under embedders and run: freshet migrate"
                        + " --embedder NAME";
        return new Gone(EmbeddingSpace.told(side.model(), dimensions, side.space()), problem);
    }

    private static String called(String embedder, String model) {
        return embedder.equals(model) ? embedder : embedder + " (" + model + ")";
    }

    @Override
    public Limits limits() {
        return new Limits(1, 1, 1, Duration.ofSeconds(1));
    }

    @Override
    public String endpoint() {
        return "none";
    }

    /// It is proven before it is asked, which tells at the start what is wrong, and that it is not
    /// about the texts.
    @Override
    public boolean mayChange() {
        return true;
    }

    @Override
    public Answer embed(List<String> texts, Purpose purpose) {
        throw new Unavailable(problem, Duration.ZERO);
    }

    @Override
    public void close() {}
}

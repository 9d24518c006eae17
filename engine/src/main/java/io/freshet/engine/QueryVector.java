package io.freshet.engine;

import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.SearchRequest;
import io.freshet.Text;
import io.freshet.Vector;
import io.freshet.embedding.Questions;
import io.freshet.spi.Embedder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The vector that a search compares with: given by the request, or its words embedded, now or when
/// they were asked before.
record QueryVector(Embedder embedder, Questions questions, SearchRequest request) {
    private static final Duration LATER = Duration.ofSeconds(5);

    static QueryVector of(Pipeline steps, SearchRequest request) {
        return new QueryVector(steps.embedder(), steps.ports().desk().questions(), request);
    }

    /// Blocks. Empty where the search needs none.
    ///
    /// @throws Refused where it is of another width than the collection's
    Optional<Vector> find(SystemWorld world) throws InterruptedException {
        if (!isEmbedded()) {
            return given();
        }
        Optional<Vector> known = questions.find(request.query());
        return known.isPresent()
                ? known
                : Optional.of(world.call(embedder.lane(Embedder.Purpose.QUERY), this::embed));
    }

    private boolean isEmbedded() {
        return request.vector().isEmpty()
                && request.mode() != SearchRequest.Mode.KEYWORD
                && !Text.isBlank(request.query());
    }

    private Optional<Vector> given() {
        int dimensions = embedder.space().dimensions();
        Optional<Vector> vector = request.vector();
        if (vector.isPresent() && vector.get().dimensions() != dimensions) {
            throw new Refused(
                    "the collection's vectors have "
                            + dimensions
                            + " dimensions; the query's has "
                            + vector.get().dimensions());
        }
        return vector;
    }

    private Vector embed() {
        try {
            Embedder.Answer answer =
                    embedder.embed(List.of(request.query()), Embedder.Purpose.QUERY);
            Vector vector = new Vector(answer.items().getFirst().values());
            questions.put(request.query(), vector);
            return vector;
        } catch (Unavailable e) {
            throw new Unavailable(
                    "the question cannot be embedded now; mode keyword needs no embedding; "
                            + e.getMessage(),
                    e.retryAfter().orElse(LATER));
        }
    }
}

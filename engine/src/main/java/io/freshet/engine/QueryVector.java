package io.freshet.engine;

import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.SearchRequest;
import io.freshet.Vector;
import io.freshet.spi.Embedder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The vector that a search compares with: given by the request, or its words embedded.
record QueryVector(Embedder embedder, SearchRequest request) {
    private static final Duration LATER = Duration.ofSeconds(30);

    /// Whether its words must be embedded first.
    boolean isEmbedded() {
        return request.vector().isEmpty()
                && request.mode() != SearchRequest.Mode.KEYWORD
                && !request.query().isBlank();
    }

    /// @throws Refused where it is of another width than the collection's
    Optional<Vector> given() {
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

    /// Blocks, for the lane of questions.
    Vector embed() {
        Embedder.Answer answer = embedder.embed(List.of(request.query()), Embedder.Purpose.QUERY);
        boolean good =
                answer.items().size() == 1
                        && answer.items().getFirst().values().length
                                == embedder.space().dimensions();
        if (!good) {
            throw new Unavailable("the embedder answered wrongly", LATER);
        }
        try {
            return new Vector(answer.items().getFirst().values());
        } catch (IllegalArgumentException e) {
            throw new Unavailable("the embedder answered a zero or infinite vector", e);
        }
    }
}

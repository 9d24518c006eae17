package io.freshet.engine;

import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.SearchRequest;
import io.freshet.Text;
import io.freshet.Vector;
import io.freshet.spi.Embedder;
import io.freshet.spi.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The vector that a search compares with: given by the request, or its words embedded.
record QueryVector(Embedder embedder, SearchRequest request) {
    private static final Duration LATER = Duration.ofSeconds(5);

    /// Whether its words must be embedded first.
    boolean isEmbedded() {
        return request.vector().isEmpty()
                && request.mode() != SearchRequest.Mode.KEYWORD
                && !Text.isBlank(request.query());
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

    /// Where it is embedded.
    World.Lane lane() {
        return embedder.lane(Embedder.Purpose.QUERY);
    }

    /// Blocks.
    Vector embed() {
        try {
            Embedder.Answer answer =
                    embedder.embed(List.of(request.query()), Embedder.Purpose.QUERY);
            return new Vector(answer.items().getFirst().values());
        } catch (Unavailable e) {
            throw new Unavailable(
                    "the question cannot be embedded now; mode keyword needs no embedding; "
                            + e.getMessage(),
                    e.retryAfter().orElse(LATER));
        }
    }
}

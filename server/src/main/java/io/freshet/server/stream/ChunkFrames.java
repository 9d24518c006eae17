package io.freshet.server.stream;

import io.freshet.Vector;
import io.freshet.feed.Details;
import io.freshet.server.json.Json;
import io.freshet.server.stream.Subscription.Include;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Chunks of a changed document, as JSON. Pure.
final class ChunkFrames {
    private ChunkFrames() {}

    static ArrayNode none() {
        return Json.array();
    }

    /// One that would not fit into a frame is only named.
    static ObjectNode chunk(Details.Piece piece, Set<Include> include, int bytesMax) {
        ObjectNode chunk = named(piece);
        ArrayNode headings = chunk.putArray("headings");
        piece.headings().forEach(headings::add);
        if (include.contains(Include.TEXT)) {
            chunk.put("text", piece.text());
        }
        if (include.contains(Include.VECTOR) && piece.vector().isPresent()) {
            vector(chunk.putArray("vector"), piece.vector().get());
        }
        return bytes(chunk) <= bytesMax ? chunk : named(piece).put("omitted", true);
    }

    private static ObjectNode named(Details.Piece piece) {
        return Json.object().put("chunk_id", piece.hash()).put("ordinal", piece.ordinal());
    }

    private static void vector(ArrayNode array, Vector vector) {
        for (float value : vector.values()) {
            array.add(value);
        }
    }

    /// With what stands between it and the next.
    static int bytes(ObjectNode tree) {
        return Json.bytes(tree).length + 1;
    }
}

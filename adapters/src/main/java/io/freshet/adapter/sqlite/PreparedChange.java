package io.freshet.adapter.sqlite;

import static java.util.stream.Collectors.toCollection;

import io.freshet.Check;
import io.freshet.Chunk;
import io.freshet.Committed;
import io.freshet.DocumentChange;
import io.freshet.Placement;
import io.freshet.adapter.json.MetadataJson;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A document's change with all that is computed for it before the transaction begins: hashed,
/// compressed, as JSON.
///
/// @param contentHash NULL for a delete
/// @param newContent empty where the document keeps its content
/// @param metadata for a delete the document's last
/// @param given NULL where it is the same
/// @param keepsMetadata the document was there, with this metadata
record PreparedChange(
        DocumentChange change,
        @Nullable String contentHash,
        Optional<ContentBytes> newContent,
        String metadata,
        @Nullable String given,
        byte @Nullable [] placements,
        boolean keepsMetadata) {

    static PreparedChange of(DocumentChange change) {
        check(change);
        Optional<Committed> before = change.base().committed();
        if (change.after().isEmpty()) {
            String last = MetadataJson.write(before.orElseThrow().metadata());
            return new PreparedChange(change, null, Optional.empty(), last, null, null, false);
        }
        DocumentChange.Body body = change.after().get();
        boolean keepsContent =
                before.map(Committed::content).filter(body.content()::equals).isPresent();
        boolean keepsMetadata =
                before.map(Committed::metadata).filter(body.metadata()::equals).isPresent();
        String hash = body.content().hash();
        return new PreparedChange(
                change,
                hash,
                keepsContent
                        ? Optional.empty()
                        : Optional.of(ContentBytes.of(body.content(), hash)),
                MetadataJson.write(body.metadata()),
                body.given().equals(body.metadata()) ? null : MetadataJson.write(body.given()),
                PlacementBytes.write(body.placements()),
                keepsMetadata);
    }

    /// The chunks before, without the removed, with the added, are the chunks after.
    private static void check(DocumentChange change) {
        Check.that(
                change.after().isPresent() || change.base().committed().isPresent(),
                () -> "a document that is not there is deleted; document=" + change.document());
        Set<String> rows = hashes(change.base().committed().map(Committed::placements));
        boolean removes = change.removed().stream().allMatch(rows::remove);
        boolean adds = change.added().stream().map(Chunk::hash).allMatch(rows::add);
        Set<String> placed = hashes(change.after().map(DocumentChange.Body::placements));
        Check.that(
                removes && adds && rows.equals(placed),
                () -> "the placements are not the chunks; document=" + change.document());
    }

    private static Set<String> hashes(Optional<List<Placement>> placements) {
        return placements.orElse(List.of()).stream()
                .map(Placement::hash)
                .collect(toCollection(HashSet::new));
    }

    boolean wasLive() {
        return change.base().committed().isPresent();
    }

    boolean isLive() {
        return change.after().isPresent();
    }
}

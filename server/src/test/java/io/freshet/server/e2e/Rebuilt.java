package io.freshet.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Base;
import io.freshet.Change;
import io.freshet.Change.MetadataChange;
import io.freshet.Chunking;
import io.freshet.Content;
import io.freshet.DocumentChange;
import io.freshet.DocumentId;
import io.freshet.Format;
import io.freshet.Metadata;
import io.freshet.Pending;
import io.freshet.Placement;
import io.freshet.Priority;
import io.freshet.adapter.text.TextExtractor;
import io.freshet.planner.Planner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// What an index made from scratch of the same Markdown documents would hold (I4).
final class Rebuilt {
    private static final Planner PLANNER =
            new Planner(new TextExtractor()::extract, Chunking.DEFAULT);

    private Rebuilt() {}

    /// The collection holds these documents and no others, each cut as a fresh one would be, and
    /// counts them so.
    static void matches(Api api, Map<String, String> texts) {
        assertThat(api.documents()).containsExactlyInAnyOrderElementsOf(texts.keySet());
        long rows = 0;
        for (Map.Entry<String, String> document : texts.entrySet()) {
            List<Placement> fresh = placements(document.getValue());
            JsonNode held = api.read(document.getKey()).ok();
            assertThat(held.path("text").asString()).isEqualTo(document.getValue());
            assertThat(chunks(held)).as(document.getKey()).isEqualTo(fresh);
            rows += hashes(fresh).size();
        }
        JsonNode status = api.status();
        assertThat(status.path("documents").asLong()).isEqualTo(texts.size());
        assertThat(status.path("chunks").asLong()).isEqualTo(rows);
        for (JsonNode store : status.path("stores")) {
            assertThat(store.path("rows").asLong()).isEqualTo(rows);
        }
    }

    static List<Placement> placements(String text) {
        DocumentChange change = change(text);
        return change.after().orElseThrow().placements();
    }

    /// Every embedded text by its hash, of all these documents.
    static Map<String, String> embedded(Iterable<String> texts) {
        Map<String, String> embedded = new TreeMap<>();
        for (String text : texts) {
            PLANNER.cut(new Content(Format.MARKDOWN, text))
                    .chunks()
                    .forEach((hash, chunk) -> embedded.put(hash, chunk.text()));
        }
        return embedded;
    }

    private static DocumentChange change(String text) {
        DocumentId id = new DocumentId("rebuilt");
        Change upsert =
                new Change.Upsert(
                        Optional.of(new Content(Format.MARKDOWN, text)),
                        new MetadataChange.Replace(Metadata.NONE));
        Pending pending =
                new Pending(
                        id,
                        upsert,
                        1,
                        Priority.NORMAL,
                        OptionalLong.empty(),
                        Instant.EPOCH,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        0,
                        OptionalLong.empty());
        return switch (PLANNER.plan(pending, Base.none(id))) {
            case Planner.Plan.Changed(DocumentChange change) -> change;
            case Planner.Plan.Unchanged _, Planner.Plan.Settled _ ->
                    throw new AssertionError("a new document is a change");
        };
    }

    private static Set<String> hashes(List<Placement> placements) {
        Set<String> hashes = new HashSet<>();
        placements.forEach(placement -> hashes.add(placement.hash()));
        return hashes;
    }

    private static List<Placement> chunks(JsonNode document) {
        List<Placement> chunks = new ArrayList<>();
        for (JsonNode chunk : document.path("chunks")) {
            List<String> headings = new ArrayList<>();
            chunk.path("headings").forEach(heading -> headings.add(heading.asString()));
            chunks.add(
                    new Placement(
                            chunk.path("chunk_id").asString(),
                            chunk.path("start").asInt(),
                            chunk.path("end").asInt(),
                            chunk.path("tokens").asInt(),
                            headings));
        }
        return chunks;
    }
}

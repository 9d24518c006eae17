package io.freshet.library.export;

import io.freshet.CollectionName;
import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.EmbeddingSpace;
import io.freshet.FreshetException;
import io.freshet.Placement;
import io.freshet.Text;
import io.freshet.Vector;
import io.freshet.engine.Snapshot;
import io.freshet.engine.Versions;
import io.freshet.library.json.StrictJson;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a version of a collection, a document at a time, in memory that does not depend on how
/// many there are. Confined to one thread.
public final class Export {
    static final String FORMAT = "freshet-export/1";

    private static final int DOCUMENTS = 8;
    private static final int CHUNKS = 200;

    private final Snapshot snapshot;
    private final CollectionName collection;
    private final Instant now;
    private long documents;
    private long chunks;
    private long vectors;

    private Export(Snapshot snapshot, CollectionName collection, Instant now) {
        this.snapshot = snapshot;
        this.collection = collection;
        this.now = now;
    }

    /// Writes the newest version, which is held for as long as that takes. Where the collection
    /// stops meanwhile it breaks off, without a footer.
    public static void write(
            Versions versions, CollectionName collection, Instant now, OutputStream out)
            throws IOException {
        try (Snapshot snapshot = versions.snapshot()) {
            new Export(snapshot, collection, now).writeTo(out);
        } catch (FreshetException e) {
            throw new IOException("the collection stopped while it was exported", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a collection is exported");
        }
    }

    private void writeTo(OutputStream out) throws IOException, InterruptedException {
        DigestOutputStream digested = new DigestOutputStream(out, Text.sha256());
        line(digested, header());
        Optional<DocumentId> last = Optional.empty();
        List<Committed> page;
        do {
            page = snapshot.documents(last, DOCUMENTS);
            for (Committed document : page) {
                document(digested, document);
                last = Optional.of(document.document());
            }
        } while (page.size() == DOCUMENTS);
        String digest = HexFormat.of().formatHex(digested.getMessageDigest().digest());
        line(out, footer(digest));
    }

    private static void line(OutputStream out, JsonNode tree) throws IOException {
        out.write(StrictJson.bytes(tree));
        out.write('\n');
    }

    private ObjectNode header() {
        EmbeddingSpace space = snapshot.space();
        ObjectNode tree = StrictJson.object().put("type", "header").put("format", FORMAT);
        tree.put("collection", collection.value());
        tree.put("index_version", snapshot.head().version());
        tree.put("history", snapshot.head().history());
        tree.put("exported_at", now.toString());
        tree.put("documents", snapshot.head().documents());
        ObjectNode of = tree.putObject("space");
        of.put("fingerprint", space.fingerprint());
        of.put("model", space.model());
        of.put("dimensions", space.dimensions());
        of.put("precision", space.precision());
        of.put("normalised", space.normalised());
        of.put("pooling", space.pooling());
        of.put("document_prefix", space.documentPrefix());
        of.put("query_prefix", space.queryPrefix());
        of.put("input_tokens_max", space.inputTokensMax());
        of.put("digest", space.digest());
        tree.putObject("chunking")
                .put("target_tokens", snapshot.chunking().targetTokens())
                .put("prefix", snapshot.chunking().prefix().name().toLowerCase(Locale.ROOT));
        return tree;
    }

    private void document(OutputStream out, Committed document)
            throws IOException, InterruptedException {
        ObjectNode tree = StrictJson.object().put("type", "document");
        tree.put("document_id", document.document().value());
        tree.put("media_type", document.content().format().mediaType());
        tree.put("updated_at", document.updatedAt().toString());
        tree.put("index_version", document.version());
        tree.set("metadata", StrictJson.tree(document.metadata()));
        tree.set("given", StrictJson.tree(document.given()));
        tree.put("text", document.content().text());
        line(out, tree);
        documents++;
        List<Placement> all = document.placements();
        for (int from = 0; from < all.size(); from += CHUNKS) {
            List<Placement> page = all.subList(from, Math.min(from + CHUNKS, all.size()));
            Map<String, Vector> known =
                    snapshot.vectors(page.stream().map(Placement::hash).toList());
            for (Placement placement : page) {
                Optional<Vector> vector = Optional.ofNullable(known.get(placement.hash()));
                line(out, chunk(document, placement, vector));
            }
        }
    }

    private ObjectNode chunk(Committed document, Placement placement, Optional<Vector> vector) {
        ObjectNode tree = StrictJson.object().put("type", "chunk");
        tree.put("document_id", document.document().value());
        tree.put("chunk_id", placement.hash());
        tree.put("start", placement.start());
        tree.put("end", placement.end());
        tree.put("tokens", placement.tokens());
        tree.set("headings", StrictJson.tree(placement.headings()));
        String text = document.content().text();
        tree.put("text", text.substring(placement.start(), placement.end()));
        tree.put("vector", vector.map(Export::encoded).orElse(null));
        chunks++;
        vectors += vector.isPresent() ? 1 : 0;
        return tree;
    }

    /// Exact, to the last bit.
    private static String encoded(Vector vector) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Float.BYTES * vector.dimensions())
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector.values());
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private ObjectNode footer(String digest) {
        return StrictJson.object()
                .put("type", "footer")
                .put("documents", documents)
                .put("chunks", chunks)
                .put("vectors", vectors)
                .put("sha256", digest);
    }
}

package io.freshet.adapter.lucene;

import io.freshet.Text;
import io.freshet.spi.Store.Row;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// Digests of what the index holds for a row: 64 bits of a SHA-256.
///
/// Key and vector are digested as they are read back from where searches read them. Words and
/// metadata lie in an inverted index, which cannot be asked by row: of these, a digest is written
/// into the row with them, and read back in their place.
final class RowDigest {
    private RowDigest() {}

    /// Of a row that is held as it was written.
    static long of(Row row) {
        long said = said(row.text(), MetadataTerms.of(row.metadata()));
        return of(RowDocuments.bytes(row.key()), RowDocuments.unit(row.vector()), said);
    }

    /// @param unit null where the row has no vector
    static long of(BytesRef key, float @Nullable [] unit, long said) {
        MessageDigest digest = Text.sha256();
        add(digest, key);
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(said).flip());
        if (unit != null) {
            ByteBuffer floats = ByteBuffer.allocate(unit.length * Float.BYTES);
            floats.asFloatBuffer().put(unit);
            digest.update(floats);
        }
        return first(digest);
    }

    /// Of what keyword search and filters read.
    static long said(String text, MetadataTerms metadata) {
        MessageDigest digest = Text.sha256();
        add(digest, new BytesRef(text));
        metadata.terms().forEach(term -> add(digest, term));
        metadata.longStrings().forEach(string -> add(digest, new BytesRef(string)));
        return first(digest);
    }

    /// With its length, so that no two sequences of parts are the same bytes.
    private static void add(MessageDigest digest, BytesRef part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
        digest.update(part.bytes, part.offset, part.length);
    }

    private static long first(MessageDigest digest) {
        return ByteBuffer.wrap(digest.digest()).getLong();
    }
}

package io.freshet.adapter.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.Content;
import io.freshet.Format;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// A document's text, compressed.
///
/// @param hash of the content, by which it is kept once
/// @param bytes how long the text is in UTF-8
record ContentBytes(String hash, String format, int bytes, byte[] deflated) {
    /// Fast rather than small: a commit waits for it.
    ///
    /// @param hash the content's, which takes time to compute
    static ContentBytes of(Content content, String hash) {
        byte[] plain = content.text().getBytes(UTF_8);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(plain);
            deflater.finish();
            byte[] out = new byte[64 + plain.length / 2];
            int length = deflater.deflate(out);
            while (!deflater.finished()) {
                out = Arrays.copyOf(out, out.length * 2);
                length += deflater.deflate(out, length, out.length - length);
            }
            return new ContentBytes(
                    hash, content.format().name(), plain.length, Arrays.copyOf(out, length));
        } finally {
            deflater.end();
        }
    }

    /// @throws IllegalArgumentException where the bytes are damaged
    Content content() {
        Content content = new Content(Format.valueOf(format), new String(inflated(), UTF_8));
        if (!content.hash().equals(hash)) {
            throw new IllegalArgumentException("content is not what its hash says");
        }
        return content;
    }

    private byte[] inflated() {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(deflated);
            byte[] plain = new byte[bytes];
            int length = inflater.inflate(plain);
            if (length != bytes || (length > 0 && inflater.needsInput() && !inflater.finished())) {
                throw new IllegalArgumentException("content is cut off");
            }
            return plain;
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("content does not inflate", e);
        } finally {
            inflater.end();
        }
    }
}

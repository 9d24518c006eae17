package io.freshet.adapter.folder;

import io.freshet.Content;
import io.freshet.Decoded;
import io.freshet.Format;
import io.freshet.Named;
import io.freshet.Unread;
import io.freshet.spi.Decoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Reads `.md` and `.txt`, and no bytes with NUL in them.
final class NameDecoder implements Decoder {
    @Override
    public Decoded decode(byte[] bytes, Known known) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf(0) < 0 ? decode(text, "") : Unread.undecodable("not text");
    }

    @Override
    public Decoded decode(String text, String mediaType) {
        return new Decoded.Read(new Content(Format.MARKDOWN, text));
    }

    @Override
    public Named named(String fileName) {
        return fileName.endsWith(".md") || fileName.endsWith(".txt")
                ? new Named.Typed("text/markdown")
                : Unread.unsupported("files of this type are not read");
    }

    @Override
    public List<String> mediaTypes() {
        return List.of("text/markdown");
    }
}

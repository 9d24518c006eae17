package io.freshet.client;

import java.util.Base64;
import java.util.Map;

/// A document's content, to be put. Immutable.
///
/// `Content.text("Refunds take five days.").metadata(Map.of("team", "billing"))`
public final class Content {
    private final Fields fields;

    private Content(Fields fields) {
        this.fields = fields;
    }

    /// Markdown, where no media type is said.
    public static Content text(String text) {
        return new Content(Fields.NONE.with("text", text));
    }

    /// Bytes as they are in a file; their charset stands in the media type or is found.
    public static Content bytes(byte[] bytes, String mediaType) {
        String encoded = Base64.getEncoder().encodeToString(bytes);
        return new Content(Fields.NONE.with("content_base64", encoded)).mediaType(mediaType);
    }

    public Content mediaType(String mediaType) {
        return new Content(fields.with("media_type", mediaType));
    }

    /// Replaces what the document had; without it the document has none.
    public Content metadata(Map<String, ?> metadata) {
        return new Content(fields.with("metadata", metadata));
    }

    Map<String, Object> json() {
        return fields.values();
    }
}

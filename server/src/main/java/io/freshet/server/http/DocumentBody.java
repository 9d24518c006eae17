package io.freshet.server.http;

import io.freshet.Change.MetadataChange;
import io.freshet.Change.Upsert;
import io.freshet.Content;
import io.freshet.Format;
import io.freshet.Metadata;
import io.freshet.server.json.Fields;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What a request says a document is now: its text, its metadata, or both.
record DocumentBody(Optional<Content> content, Optional<Metadata> metadata) {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /// The fields `text` or `content_base64`, `media_type` and `metadata`.
    static DocumentBody read(Fields fields, BodySizes sizes) {
        Optional<String> text = text(fields);
        Format format = format(fields, text.isPresent());
        text.ifPresent(t -> checkSize(t, fields.at("text"), sizes));
        return new DocumentBody(
                text.map(t -> new Content(format, t)),
                fields.node("metadata").map(m -> metadata(m, fields.at("metadata"), sizes)));
    }

    /// A raw body.
    static DocumentBody of(Format format, byte[] body, BodySizes sizes) {
        String text = utf8(body, "");
        checkSize(text, "", sizes);
        return new DocumentBody(Optional.of(new Content(format, text)), Optional.empty());
    }

    boolean isEmpty() {
        return content.isEmpty() && metadata.isEmpty();
    }

    /// Text without metadata means empty metadata: this is the document now.
    Upsert upsert() {
        return new Upsert(content, new MetadataChange.Replace(metadata.orElse(Metadata.NONE)));
    }

    /// An object, bounded in size.
    private static Metadata metadata(JsonNode node, String pointer, BodySizes sizes) {
        checkMetadata(node, pointer, sizes);
        try {
            return Metadata.of(Json.plainObject(node));
        } catch (IllegalArgumentException e) {
            throw ProblemException.at(pointer, ProblemCode.INVALID_FIELD, e);
        }
    }

    /// Refuses what is no object, or is too large.
    static void checkMetadata(JsonNode node, String pointer, BodySizes sizes) {
        if (!node.isObject()) {
            throw ProblemException.at(
                    pointer, ProblemCode.INVALID_FIELD, "metadata is a JSON object");
        }
        if (Json.bytes(node).length > sizes.metadata()) {
            throw ProblemException.at(
                    pointer,
                    ProblemCode.TOO_LARGE,
                    "metadata has at most " + sizes.metadata() + " bytes of JSON");
        }
    }

    private static Optional<String> text(Fields fields) {
        Optional<String> text = fields.string("text");
        Optional<String> base64 = fields.string("content_base64");
        if (text.isPresent() && base64.isPresent()) {
            throw fields.wrong("content_base64", "stands beside text; send one of them");
        }
        return text.or(() -> base64.map(encoded -> decoded(fields, encoded)));
    }

    private static String decoded(Fields fields, String encoded) {
        try {
            return utf8(Base64.getDecoder().decode(encoded), fields.at("content_base64"));
        } catch (IllegalArgumentException e) {
            throw fields.wrong("content_base64", "is not Base64 (RFC 4648, padded)");
        }
    }

    private static Format format(Fields fields, boolean hasText) {
        Optional<String> type = fields.string("media_type");
        if (type.isPresent() && !hasText) {
            throw fields.wrong("media_type", "goes with text or content_base64");
        }
        return type.isEmpty()
                ? Format.MARKDOWN
                : Format.of(type.get())
                        .orElseThrow(
                                () ->
                                        ProblemException.at(
                                                fields.at("media_type"),
                                                ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                                                "media_type is one of: " + supported()));
    }

    private static String supported() {
        return Arrays.stream(Format.values())
                .map(Format::mediaType)
                .collect(Collectors.joining(", "));
    }

    private static String utf8(byte[] bytes, String pointer) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw ProblemException.at(pointer, ProblemCode.INVALID_FIELD, "the text is not UTF-8");
        }
    }

    private static void checkSize(String text, String pointer, BodySizes sizes) {
        if (text.length() <= sizes.document() / 3
                || text.getBytes(StandardCharsets.UTF_8).length <= sizes.document()) {
            return;
        }
        throw ProblemException.at(
                pointer,
                ProblemCode.TOO_LARGE,
                "a document has at most " + sizes.document() + " bytes of text");
    }
}

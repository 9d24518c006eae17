package io.freshet.server.http;

import io.freshet.Change.MetadataChange;
import io.freshet.Change.MetadataChange.Merge;
import io.freshet.Change.MetadataChange.Replace;
import io.freshet.Content;
import io.freshet.Decoded;
import io.freshet.Metadata;
import io.freshet.MetadataPatch;
import io.freshet.Unread;
import io.freshet.server.json.Fields;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import io.freshet.spi.Decoder;
import io.freshet.spi.Decoder.Known;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads what requests say of documents, within their limits.
///
/// @param decoder makes text of what is not Markdown in UTF-8
record BodyReader(BodySizes sizes, Decoder decoder) {
    /// The fields `text` or `content_base64`, `media_type` and `metadata`.
    DocumentBody read(Fields fields) {
        return new DocumentBody(
                content(fields),
                fields.node("metadata").map(m -> metadata(m, fields.at("metadata"))));
    }

    /// A raw body, as its media type has it.
    DocumentBody of(MediaType type, byte[] body) {
        Known known = Known.type(type.name(), type.charset());
        Content content = content(decoder.decode(body, known), "", "");
        return new DocumentBody(Optional.of(content), Optional.empty());
    }

    private Optional<Content> content(Fields fields) {
        Optional<String> text = fields.string("text");
        Optional<String> base64 = fields.string("content_base64");
        if (text.isPresent() && base64.isPresent()) {
            throw fields.wrong("content_base64", "stands beside text; send one of them");
        }
        Optional<String> declared = fields.string("media_type");
        if (declared.isPresent() && text.isEmpty() && base64.isEmpty()) {
            throw fields.wrong("media_type", "goes with text or content_base64");
        }
        MediaType type = declared.map(MediaType::parse).orElse(MediaType.MARKDOWN);
        return text.map(t -> text(fields, t, type))
                .or(() -> base64.map(encoded -> encoded(fields, encoded, type)));
    }

    private Content text(Fields fields, String text, MediaType type) {
        return content(
                decoder.decode(text, type.name()), fields.at("text"), fields.at("media_type"));
    }

    private Content encoded(Fields fields, String encoded, MediaType type) {
        Known known = Known.type(type.name(), type.charset());
        return content(
                decoder.decode(bytes(fields, encoded), known),
                fields.at("content_base64"),
                fields.at("media_type"));
    }

    private static byte[] bytes(Fields fields, String encoded) {
        try {
            return Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException _) {
            throw fields.wrong("content_base64", "is not Base64 (RFC 4648, padded)");
        }
    }

    private Content content(Decoded decoded, String pointer, String typePointer) {
        return switch (decoded) {
            case Decoded.Read(Content content) -> checked(content, pointer);
            case Unread(Unread.Kind kind, String reason) ->
                    throw switch (kind) {
                        case UNSUPPORTED ->
                                ProblemException.at(
                                        typePointer,
                                        ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                                        reason + "; a document is one of: " + supported());
                        case UNDECODABLE ->
                                ProblemException.at(
                                        pointer,
                                        ProblemCode.INVALID_FIELD,
                                        "this is no text: " + reason);
                    };
        };
    }

    private String supported() {
        return String.join(", ", decoder.mediaTypes());
    }

    private Content checked(Content content, String pointer) {
        refuse(sizes.documents().tooLarge(content), pointer);
        return content;
    }

    private static void refuse(Optional<String> tooLarge, String pointer) {
        if (tooLarge.isPresent()) {
            throw ProblemException.at(pointer, ProblemCode.TOO_LARGE, tooLarge.get());
        }
    }

    /// An object, bounded in size.
    private Metadata metadata(JsonNode node, String pointer) {
        return read(node, pointer, tree -> new Replace(Metadata.of(tree))).metadata();
    }

    /// The same of a patch.
    Merge patch(JsonNode node, String pointer) {
        return read(node, pointer, tree -> new Merge(MetadataPatch.of(tree)));
    }

    private <C extends MetadataChange> C read(
            JsonNode node, String pointer, Function<Map<String, @Nullable Object>, C> change) {
        if (!node.isObject()) {
            throw ProblemException.at(
                    pointer, ProblemCode.INVALID_FIELD, "metadata is a JSON object");
        }
        try {
            C read = change.apply(Json.plainObject(node));
            refuse(sizes.documents().tooLarge(read), pointer);
            return read;
        } catch (IllegalArgumentException e) {
            throw ProblemException.at(pointer, ProblemCode.INVALID_FIELD, e);
        }
    }
}

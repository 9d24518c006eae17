package io.freshet.adapter.decoding;

import io.freshet.Content;
import io.freshet.Decoded;
import io.freshet.Named;
import io.freshet.Unread;
import io.freshet.spi.Decoder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The decoder for the kinds of text that are read. Safe for any thread.
public final class DocumentDecoder implements Decoder {
    private static final String UNKNOWN = "application/octet-stream";

    public DocumentDecoder() {}

    @Override
    public Decoded decode(byte[] bytes, Known known) {
        return switch (named(known)) {
            case Unread unread -> unread;
            case Named.Typed typed -> decode(bytes, typed.mediaType(), known.charset());
        };
    }

    private static Decoded decode(byte[] bytes, String mediaType, Optional<String> charset) {
        Optional<UnreadKind> other = Signatures.of(bytes);
        if (other.isPresent()) {
            return other.get().unread();
        }
        boolean isMarkup = kind(mediaType) == DocumentKind.HTML;
        return new Charsets(bytes, charset, isMarkup)
                .decoded()
                .<Decoded>map(text -> read(text, mediaType))
                .orElseGet(() -> undecoded(bytes));
    }

    private static Unread undecoded(byte[] bytes) {
        return Controls.isBinary(bytes)
                ? Unread.unsupported("binary")
                : Unread.undecodable("charset not recognised");
    }

    @Override
    public Decoded decode(String text, String mediaType) {
        return switch (typed(mediaType)) {
            case Unread unread -> unread;
            case Named.Typed typed -> read(text, typed.mediaType());
        };
    }

    private static Decoded read(String text, String mediaType) {
        DocumentKind kind = kind(mediaType);
        String marked = kind == DocumentKind.HTML ? HtmlMarkdown.of(text) : text;
        return new Decoded.Read(new Content(kind.format(), marked));
    }

    private static DocumentKind kind(String mediaType) {
        return DocumentKind.ofMediaType(mediaType).orElseThrow();
    }

    private static Named named(Known known) {
        Optional<Named> typed =
                known.mediaType()
                        .filter(type -> !bare(type).equals(UNKNOWN))
                        .map(DocumentDecoder::typed);
        return typed.or(() -> known.fileName().map(FileNames::named))
                .orElseGet(
                        () ->
                                known.mediaType().isPresent()
                                        ? Unread.unsupported("this media type is not read")
                                        : new Named.Typed(DocumentKind.MARKDOWN.mediaType()));
    }

    private static Named typed(String mediaType) {
        String bare = bare(mediaType);
        Optional<Named> readable =
                DocumentKind.ofMediaType(bare).map(kind -> new Named.Typed(kind.mediaType()));
        return readable.or(() -> UnreadKind.ofMediaType(bare).map(UnreadKind::unread))
                .orElseGet(() -> Unread.unsupported("this media type is not read"));
    }

    private static String bare(String mediaType) {
        int end = mediaType.indexOf(';');
        String name = end < 0 ? mediaType : mediaType.substring(0, end);
        return name.strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public Named named(String fileName) {
        return FileNames.named(fileName);
    }

    @Override
    public List<String> mediaTypes() {
        return Arrays.stream(DocumentKind.values()).map(DocumentKind::mediaType).toList();
    }
}

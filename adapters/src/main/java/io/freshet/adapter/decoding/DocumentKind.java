package io.freshet.adapter.decoding;

import io.freshet.Format;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The kinds of document that are read, with their names.
enum DocumentKind {
    MARKDOWN(
            Format.MARKDOWN,
            List.of("text/markdown", "text/x-markdown"),
            List.of("md", "markdown", "mdown", "mkd", "mdx")),
    PLAIN(Format.PLAIN, List.of("text/plain"), List.of("txt", "text"));

    private final Format format;
    private final List<String> mediaTypes;
    private final List<String> extensions;

    DocumentKind(Format format, List<String> mediaTypes, List<String> extensions) {
        this.format = format;
        this.mediaTypes = mediaTypes;
        this.extensions = extensions;
    }

    /// In which its text is kept.
    Format format() {
        return format;
    }

    /// Its first name.
    String mediaType() {
        return mediaTypes.getFirst();
    }

    /// @param mediaType lower-case, without parameters
    static Optional<DocumentKind> ofMediaType(String mediaType) {
        return Arrays.stream(values())
                .filter(kind -> kind.mediaTypes.contains(mediaType))
                .findFirst();
    }

    /// @param extension lower-case, without the point
    static Optional<DocumentKind> ofExtension(String extension) {
        return Arrays.stream(values())
                .filter(kind -> kind.extensions.contains(extension))
                .findFirst();
    }
}

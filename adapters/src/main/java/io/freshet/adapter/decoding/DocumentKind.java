package io.freshet.adapter.decoding;

import io.freshet.Format;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The kinds of document that are read, with their names.
enum DocumentKind {
    MARKDOWN(Format.MARKDOWN, "text/markdown text/x-markdown", "md markdown mdown mkd mdx"),
    PLAIN(Format.PLAIN, "text/plain", "txt text"),
    RESTRUCTURED(
            Format.RST, "text/x-rst text/prs.fallenstein.rst text/restructuredtext", "rst rest"),
    ASCII_DOC(Format.ASCIIDOC, "text/asciidoc text/x-asciidoc", "adoc asciidoc"),
    HTML(Format.MARKDOWN, "text/html application/xhtml+xml", "html htm xhtml");

    private final Format format;
    private final String mediaTypes;
    private final String extensions;

    DocumentKind(Format format, String mediaTypes, String extensions) {
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
        return words(mediaTypes).getFirst();
    }

    /// @param mediaType lower-case, without parameters
    static Optional<DocumentKind> ofMediaType(String mediaType) {
        return Arrays.stream(values())
                .filter(kind -> words(kind.mediaTypes).contains(mediaType))
                .findFirst();
    }

    /// @param extension lower-case, without the point
    static Optional<DocumentKind> ofExtension(String extension) {
        return Arrays.stream(values())
                .filter(kind -> words(kind.extensions).contains(extension))
                .findFirst();
    }

    private static List<String> words(String names) {
        return List.of(names.split(" "));
    }
}

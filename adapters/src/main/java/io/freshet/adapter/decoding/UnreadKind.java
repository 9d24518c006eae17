package io.freshet.adapter.decoding;

import io.freshet.Unread;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Kinds of document that are known and not read, so that the answer can call them by their names.
enum UnreadKind {
    PDF("PDF is not read", "application/pdf", "pdf"),
    WORD(
            "Word is not read",
            "application/msword application/vnd.openxmlformats-officedocument.wordprocessingml.",
            "doc docx docm dot dotx"),
    EXCEL(
            "Excel is not read",
            "application/vnd.ms-excel application/vnd.openxmlformats-officedocument.spreadsheetml.",
            "xls xlsx xlsm xlsb"),
    POWERPOINT(
            "PowerPoint is not read",
            "application/vnd.ms-powerpoint application/vnd.openxmlformats-officedocument.presentationml.",
            "ppt pptx pptm pps ppsx"),
    OFFICE("Office files are not read", "application/x-ole-storage", ""),
    OPEN_DOCUMENT(
            "OpenDocument is not read", "application/vnd.oasis.opendocument.", "odt ods odp odg"),
    EPUB("EPUB is not read", "application/epub+zip", "epub mobi azw3"),
    RTF("RTF is not read", "application/rtf text/rtf text/richtext", "rtf"),
    POSTSCRIPT("PostScript is not read", "application/postscript", "ps eps"),
    ARCHIVE(
            "archives are not read",
            "application/zip application/gzip application/x-gzip application/x-tar application/x-7z-compressed"
                    + " application/x-bzip2 application/x-xz application/zstd application/java-archive"
                    + " application/vnd.rar application/x-rar-compressed",
            "zip gz tgz tar bz2 xz zst 7z rar jar war"),
    IMAGE("images are not read", "image/", "png jpg jpeg gif webp avif svg ico bmp tif tiff heic"),
    AUDIO("audio is not read", "audio/", "mp3 wav ogg oga flac m4a aac"),
    VIDEO("video is not read", "video/", "mp4 webm mov avi mkv ogv"),
    FONT("fonts are not read", "font/", "woff woff2 ttf otf eot"),
    XML("XML is not read", "application/xml text/xml", "xml"),
    JSON("JSON is not read as a document", "application/json", "json ndjson jsonl"),
    CSV("CSV is not read", "text/csv text/tab-separated-values", "csv tsv"),
    PROGRAM(
            "programs are not read",
            "application/x-executable application/java-vm application/wasm application/x-sharedlib",
            "exe dll so dylib class o a wasm bin"),
    DATABASE(
            "databases are not read", "application/vnd.sqlite3 application/x-sqlite3", "db sqlite");

    private final String reason;
    private final String mediaTypes;
    private final String extensions;

    UnreadKind(String reason, String mediaTypes, String extensions) {
        this.reason = reason;
        this.mediaTypes = mediaTypes;
        this.extensions = extensions;
    }

    Unread unread() {
        return Unread.unsupported(reason);
    }

    /// A name that ends with a sign stands for all that begin with it.
    private boolean isNamed(String mediaType) {
        return Arrays.stream(mediaTypes.split(" ")).anyMatch(name -> fits(name, mediaType));
    }

    private static boolean fits(String name, String mediaType) {
        boolean isPrefix = name.endsWith("/") || name.endsWith(".");
        return isPrefix ? mediaType.startsWith(name) : mediaType.equals(name);
    }

    /// @param mediaType lower-case, without parameters
    static Optional<UnreadKind> ofMediaType(String mediaType) {
        return Arrays.stream(values()).filter(kind -> kind.isNamed(mediaType)).findFirst();
    }

    /// @param extension lower-case, without the point, not empty
    static Optional<UnreadKind> ofExtension(String extension) {
        return Arrays.stream(values())
                .filter(kind -> List.of(kind.extensions.split(" ")).contains(extension))
                .findFirst();
    }
}

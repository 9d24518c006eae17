package io.freshet.adapter.decoding;

import io.freshet.Named;
import io.freshet.Unread;
import java.util.Locale;
import java.util.Optional;

/// What the extension of a file's name says.
final class FileNames {
    private static final int EXTENSION_MAX = 16;

    private FileNames() {}

    static Named named(String fileName) {
        String extension = extension(fileName);
        if (extension.isEmpty()) {
            return Unread.unsupported("no file extension");
        }
        Optional<Named> readable =
                DocumentKind.ofExtension(extension).map(kind -> new Named.Typed(kind.mediaType()));
        return readable.or(() -> UnreadKind.ofExtension(extension).map(UnreadKind::unread))
                .orElseGet(() -> Unread.unsupported("unknown file extension"));
    }

    /// Lower-case; empty where there is none. A name that begins with its only point has none.
    private static String extension(String fileName) {
        int slash = Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\'));
        int point = fileName.lastIndexOf('.');
        int length = fileName.length() - point - 1;
        return point <= slash + 1 || length > EXTENSION_MAX
                ? ""
                : fileName.substring(point + 1).toLowerCase(Locale.ROOT);
    }
}

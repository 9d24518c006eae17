package io.freshet.adapter.folder;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// The operating system's complaints in a few lower-case words, without the path.
final class Reasons {
    private Reasons() {}

    static IOException cause(DirectoryIteratorException e) {
        return Objects.requireNonNullElseGet(e.getCause(), () -> new IOException(e));
    }

    static String of(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        Optional<String> told =
                e instanceof FileSystemException known
                        ? Optional.ofNullable(known.getReason())
                        : Optional.ofNullable(e.getMessage());
        return told.map(text -> text.toLowerCase(Locale.ROOT))
                .orElse("cannot be read: " + e.getClass().getSimpleName());
    }
}

package io.freshet.client;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Function;

/// A file that something is written into. It gets its name once it is whole, and takes the place of
/// one that was there; what breaks off leaves nothing.
record Target(Path file) {
    <T> T write(Function<OutputStream, T> writer) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            T written = into(part, writer);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    private static <T> T into(Path part, Function<OutputStream, T> writer) throws IOException {
        boolean isWhole = false;
        try (OutputStream open = Files.newOutputStream(part)) {
            T written = writer.apply(open);
            isWhole = true;
            return written;
        } finally {
            if (!isWhole) {
                Files.deleteIfExists(part);
            }
        }
    }
}

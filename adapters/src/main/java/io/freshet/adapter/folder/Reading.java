package io.freshet.adapter.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Reads a file, however it grows meanwhile.
final class Reading {
    private Reading() {}

    /// @return nothing where there is more
    static Optional<byte[]> atMost(int bytesMax, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(bytesMax);
            return in.read() < 0 ? Optional.of(bytes) : Optional.empty();
        }
    }
}

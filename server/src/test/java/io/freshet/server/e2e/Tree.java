package io.freshet.server.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/// A folder that a server follows.
record Tree(Path root) {
    static Tree in(Path directory, String name) {
        try {
            return new Tree(Files.createDirectories(directory.resolve(name)).toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes a file beside it and renames it into place, so that it is never seen half.
    void write(String path, String text) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Path half = Files.writeString(file.resolveSibling(".half"), text);
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(String path) {
        try {
            Files.delete(root.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs commands in it.
    void shell(String script) {
        run(root, script);
    }

    static void run(Path directory, String script) {
        try {
            Process process =
                    new ProcessBuilder("sh", "-ec", script)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .start();
            String printed =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(script + "\n" + printed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// The Markdown files in it, as ids.
    List<String> pages() {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(path -> path.endsWith(".md") && !path.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

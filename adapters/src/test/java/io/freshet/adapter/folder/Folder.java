package io.freshet.adapter.folder;

import io.freshet.DocumentId;
import io.freshet.spi.Source.Entry;
import io.freshet.spi.Source.Fetched;
import io.freshet.spi.Source.Listing;
import io.freshet.spi.Source.Pace;
import io.freshet.spi.Source.Scope;
import io.freshet.spi.Source.Skipped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A directory of a test, and sources over it.
record Folder(Path root) {
    static final Pace PACE =
            new Pace(Duration.ofMillis(50), Duration.ofSeconds(1), Duration.ofMinutes(10));

    Path write(String path, String text) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path link(String path, Path target) {
        try {
            Path link = root.resolve(path);
            Files.createDirectories(link.getParent());
            return Files.createSymbolicLink(link, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove(String path) {
        try {
            Files.deleteIfExists(root.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void rename(String from, String to) {
        try {
            Path target = root.resolve(to);
            Files.createDirectories(target.getParent());
            Files.move(root.resolve(from), target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs commands in it, for what the JDK cannot do.
    void shell(String script) {
        outside("cd docs; " + script);
    }

    /// Runs commands in the directory that it is in, as `docs`.
    void outside(String script) {
        try {
            Process process =
                    new ProcessBuilder("sh", "-ec", script)
                            .directory(root.getParent().toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (process.waitFor() != 0) {
                throw new AssertionError("failed: " + script);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    FolderSettings settings() {
        return new FolderSettings("folder", root, "", List.of(), List.of(), false, PACE, 10 << 20);
    }

    FolderSource source() {
        return source(settings());
    }

    static FolderSource source(FolderSettings settings) {
        return new FolderSource(settings, new NameDecoder());
    }

    FolderSource source(List<String> include, List<String> exclude) {
        return source(
                new FolderSettings("folder", root, "", include, exclude, false, PACE, 10 << 20));
    }

    FolderSource following() {
        return source(
                new FolderSettings("folder", root, "", List.of(), List.of(), true, PACE, 10 << 20));
    }

    FolderSource prefixed(String prefix) {
        return source(
                new FolderSettings(
                        "folder", root, prefix, List.of(), List.of(), false, PACE, 10 << 20));
    }

    static List<String> ids(Listing listing) {
        return listing.entries().stream().map(Entry::document).map(DocumentId::value).toList();
    }

    static List<String> ids(FolderSource source, String... prefixes) {
        return ids(source.list(new Scope(List.of(prefixes))));
    }

    static Map<String, String> reasons(List<Skipped> skipped) {
        Map<String, String> reasons = new TreeMap<>();
        skipped.forEach(one -> reasons.put(one.path(), one.reason()));
        return reasons;
    }

    static String text(FolderSource source, String id) {
        return source.fetch(new DocumentId(id)) instanceof Fetched.Found(var content, _)
                ? content.text()
                : "";
    }
}

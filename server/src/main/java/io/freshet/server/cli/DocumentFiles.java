package io.freshet.server.cli;

import io.freshet.FreshetException.Unavailable;
import io.freshet.spi.Source;
import io.freshet.spi.Source.Listing;
import io.freshet.spi.Source.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The documents among files and folders that were named, and what was left out and why. Confined
/// to one thread.
///
/// A document's id is its path from the working directory, where it lies below it: `put docs` and
/// `put ./docs/` both give `docs/…`. One that lies elsewhere is named from the parent of what was
/// given: `put /srv/docs` gives `docs/…`.
final class DocumentFiles {
    private final Reading reading;
    private final Path directory;
    private final SortedMap<String, Found> found = new TreeMap<>();
    private final List<Skipped> skipped = new ArrayList<>();

    /// @param directory the working directory
    DocumentFiles(Reading reading, Path directory) {
        this.reading = reading;
        this.directory = directory.toAbsolutePath().normalize();
    }

    private record Found(Path file, Input input) {}

    /// By id.
    List<Input> found() {
        return found.values().stream().map(Found::input).toList();
    }

    List<Skipped> skipped() {
        return skipped;
    }

    /// A file that is named is taken whatever its name; what lies in a folder is judged.
    void add(String path) {
        Path given = directory.resolve(path).normalize();
        if (Files.isDirectory(given)) {
            addFolder(given, path);
        } else if (Files.isRegularFile(given)) {
            add(new Found(given, new Input.NamedFile(id(given), given, reading.decoder())));
        } else {
            throw new CommandFailed("there is no file or folder " + path);
        }
    }

    private void addFolder(Path root, String path) {
        String id = id(root);
        String prefix = id.isEmpty() ? "" : id + "/";
        Source folder = reading.folder(root, prefix);
        Listing listing = listing(folder, path);
        for (Source.Entry entry : listing.entries()) {
            String below = entry.document().value().substring(prefix.length());
            add(new Found(root.resolve(below), new Input.InFolder(folder, entry.document())));
        }
        listing.skipped().forEach(this::skip);
        listing.unread().forEach(this::skip);
    }

    private static Listing listing(Source folder, String path) {
        try {
            return folder.list(Scope.ALL);
        } catch (Unavailable e) {
            throw new CommandFailed("cannot read " + path + ": " + e.getMessage());
        }
    }

    private void skip(Source.Skipped one) {
        skipped.add(new Skipped(one.path(), one.reason(), false));
    }

    private void add(Found document) {
        Found other = found.putIfAbsent(document.input().id(), document);
        if (other != null && !other.file().equals(document.file())) {
            throw new CommandFailed(
                    other.file()
                            + " and "
                            + document.file()
                            + " would be one document, "
                            + document.input().id()
                            + "; put one of them from another directory");
        }
    }

    private String id(Path given) {
        if (given.startsWith(directory)) {
            return directory.relativize(given).toString();
        }
        Path name = given.getFileName();
        return name == null ? "" : name.toString();
    }
}

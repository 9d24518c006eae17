package io.freshet.server.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/// The documents below some folders, and what was left out and why. Confined to one thread.
///
/// A document's id is its path from the working directory, where it lies below it: `put docs` and
/// `put ./docs/` both give `docs/…`. One that lies elsewhere is named from the folder that was
/// given: `put /srv/docs` gives `docs/…`.
final class DocumentFiles {
    private static final long BYTES_MAX = 10L << 20;
    private static final Set<String> MARKDOWN = Set.of("md", "markdown");
    private static final Set<String> LEFT_OUT = Set.of("node_modules", "target");

    private final Path directory;
    private final List<Document> found = new ArrayList<>();
    private final SequencedMap<String, Integer> skipped = new TreeMap<>();

    /// @param directory the working directory
    DocumentFiles(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /// @param id that it has in the collection
    record Document(Path file, String id) implements DocumentLines.Input {
        @Override
        public String mediaType() {
            return MARKDOWN.contains(extension(file)) ? "text/markdown" : "text/plain";
        }

        @Override
        public Optional<String> text() throws IOException {
            try {
                ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file));
                String text = StandardCharsets.UTF_8.newDecoder().decode(content).toString();
                return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
            } catch (CharacterCodingException _) {
                return Optional.empty();
            }
        }
    }

    /// By id.
    List<Document> found() {
        return found.stream().sorted(Comparator.comparing(Document::id)).toList();
    }

    /// How many were left out, by reason.
    Map<String, Integer> skipped() {
        return skipped;
    }

    /// A file that is named is taken whatever its ending; a folder is walked.
    void add(String path) {
        Path given = directory.resolve(path).normalize();
        if (Files.isRegularFile(given)) {
            take(given, id(given, given), size(given));
            return;
        }
        if (!Files.isDirectory(given)) {
            throw new CommandFailed("there is no file or folder " + path);
        }
        try {
            Files.walkFileTree(given, new Walk(given));
        } catch (IOException e) {
            throw new CommandFailed("cannot read the folder " + path + ": " + e.getMessage());
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new CommandFailed("cannot read the file " + file + ": " + e.getMessage());
        }
    }

    private void take(Path file, String id, long bytes) {
        if (bytes > BYTES_MAX) {
            skip("larger than 10 MiB");
            return;
        }
        found.add(new Document(file, id));
    }

    private String id(Path file, Path given) {
        Path parent = given.getParent();
        Path from = file.startsWith(directory) || parent == null ? directory : parent;
        return from.relativize(file).toString().replace('\\', '/');
    }

    private void skip(String reason) {
        skipped.merge(reason, 1, Integer::sum);
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    private static String extension(Path file) {
        String name = name(file);
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private final class Walk extends SimpleFileVisitor<Path> {
        private final Path root;

        Walk(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (folder.equals(root)) {
                return FileVisitResult.CONTINUE;
            }
            String name = name(folder);
            if (name.startsWith(".")) {
                skip("hidden folder");
                return FileVisitResult.SKIP_SUBTREE;
            }
            if (LEFT_OUT.contains(name)) {
                skip(name + " folder");
                return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String extension = extension(file);
            if (attributes.isSymbolicLink()) {
                skip("symbolic link");
            } else if (name(file).startsWith(".")) {
                skip("hidden file");
            } else if (!MARKDOWN.contains(extension) && !extension.equals("txt")) {
                skip("neither Markdown nor text");
            } else {
                take(file, id(file, root), attributes.size());
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            skip("unreadable");
            return FileVisitResult.CONTINUE;
        }
    }
}

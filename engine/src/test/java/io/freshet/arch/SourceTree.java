package io.freshet.arch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The Java sources of all modules that the root's pom names.
record SourceTree(Path root, List<JavaSource> sources) {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    static SourceTree read() {
        var root = root(Path.of("").toAbsolutePath());
        var sources =
                modules(root).flatMap(module -> javaFiles(root.resolve(module).resolve("src")));
        return new SourceTree(root, sources.map(file -> source(root, file)).toList());
    }

    private static Path root(Path start) {
        for (var directory = start; directory != null; directory = directory.getParent()) {
            if (modules(directory).findAny().isPresent()) {
                return directory;
            }
        }
        throw new IllegalStateException("no pom.xml with modules in or above " + start);
    }

    private static Stream<String> modules(Path directory) {
        var pom = directory.resolve("pom.xml");
        return Files.exists(pom)
                ? MODULE.matcher(text(pom)).results().map(SourceTree::name)
                : Stream.empty();
    }

    private static String name(MatchResult module) {
        return module.group(1).strip();
    }

    private static Stream<Path> javaFiles(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (var files = Files.walk(directory)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JavaSource source(Path root, Path file) {
        return JavaSource.of(root.relativize(file).toString().replace('\\', '/'), text(file));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

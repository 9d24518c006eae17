package io.freshet.adapter.text;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Real Markdown: the newest state of the two documentation repositories among the test data, or
/// this project's own pages where they are absent.
final class Corpus {
    private static final List<String> BUNDLES = List.of("rust-book", "vue-docs-zh-cn");
    private static final int DEPTH_MAX = 12;

    private Corpus() {}

    /// The test is skipped where there is none.
    static List<String> histories(Path folder) throws IOException, InterruptedException {
        return cloned(folder, BUNDLES, ".md");
    }

    /// Real reStructuredText, likewise.
    static List<String> proposals(Path folder) throws IOException, InterruptedException {
        return cloned(folder, List.of("python-peps"), ".rst");
    }

    private static List<String> cloned(Path folder, List<String> bundles, String ending)
            throws IOException, InterruptedException {
        String data = System.getenv("FRESHET_TEST_DATA");
        assumeTrue(data != null, "skipped: FRESHET_TEST_DATA names no folder with test data");
        for (String bundle : bundles) {
            Path file = Path.of(data, "histories", bundle + ".bundle");
            assumeTrue(Files.exists(file), () -> "skipped: there is no " + file);
            clone(file, folder.resolve(bundle));
        }
        return read(folder, ending);
    }

    static List<String> any(Path folder) throws IOException, InterruptedException {
        boolean hasData = System.getenv("FRESHET_TEST_DATA") != null;
        return hasData ? histories(folder) : read(Path.of(".."), ".md");
    }

    private static void clone(Path bundle, Path into) throws IOException, InterruptedException {
        var git =
                new ProcessBuilder("git", "clone", "-q", bundle.toString(), into.toString())
                        .inheritIO();
        assumeTrue(git.start().waitFor() == 0, "skipped: git cannot clone " + bundle);
    }

    private static List<String> read(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder, DEPTH_MAX)) {
            return files.filter(f -> f.toString().endsWith(ending))
                    .sorted()
                    .map(Corpus::text)
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

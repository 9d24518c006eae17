package io.freshet.server.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/// A real repository of documentation, commit by commit.
record History(Path repository) {
    /// A clone of one of the bundles of the test data; the test is skipped where there are none.
    static History of(String bundle, Path directory) {
        String data = System.getenv("FRESHET_TEST_DATA");
        Assumptions.assumeTrue(data != null, "FRESHET_TEST_DATA is not set: no real history");
        Path file = Path.of(data, "histories", bundle + ".bundle");
        Assumptions.assumeTrue(Files.exists(file), "no " + file);
        History history = new History(directory.resolve(bundle));
        run(
                List.of(
                        "git",
                        "clone",
                        "-q",
                        "--no-checkout",
                        file.toString(),
                        history.repository.toString()));
        return history;
    }

    /// From the oldest to the newest.
    List<String> commits() {
        return git("rev-list", "--reverse", "HEAD").lines().toList();
    }

    /// The Markdown pages below a directory at a commit, by path.
    SortedMap<String, String> pages(String commit, String directory) {
        SortedMap<String, String> pages = new TreeMap<>();
        git("ls-tree", "-r", "--name-only", commit, directory)
                .lines()
                .filter(path -> path.endsWith(".md"))
                .forEach(path -> pages.put(path, git("show", commit + ":" + path)));
        return pages;
    }

    private String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("failed: " + command);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

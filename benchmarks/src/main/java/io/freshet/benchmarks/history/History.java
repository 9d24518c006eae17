package io.freshet.benchmarks.history;

import io.freshet.benchmarks.history.Commit.Change;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A clone of a real repository of documentation, in a temporary directory that goes with it.
/// Confined to one thread.
public final class History implements AutoCloseable {
    /// Where the bundles lie: `histories/NAME.bundle` below the directory that it names.
    public static final String DATA = "FRESHET_TEST_DATA";

    /// The bundles that there are.
    public static final List<String> NAMES = List.of("rust-book", "vue-docs-zh-cn", "python-peps");

    private final String name;
    private final Path directory;
    private final Path repository;
    private final Blobs blobs;

    private History(String name, Path directory, Path repository) {
        this.name = name;
        this.directory = directory;
        this.repository = repository;
        this.blobs = Blobs.of(repository);
    }

    /// Where the bundle lies; empty where the test data are not on this machine.
    public static Optional<Path> bundle(String name) {
        return Optional.ofNullable(System.getenv(DATA))
                .map(data -> Path.of(data, "histories", name + ".bundle"))
                .filter(Files::isReadable);
    }

    /// Clones it; nothing is checked out.
    public static History of(String name) throws InterruptedException {
        Path bundle =
                bundle(name)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "there is no histories/"
                                                        + name
                                                        + ".bundle in the directory that "
                                                        + DATA
                                                        + " names"));
        try {
            Path directory = Files.createTempDirectory("freshet-history-").toRealPath();
            Path repository = directory.resolve(name);
            Git.run(
                    List.of(
                            "git",
                            "clone",
                            "-q",
                            "--no-checkout",
                            bundle.toString(),
                            repository.toString()));
            return new History(name, directory, repository);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return name;
    }

    /// From the oldest to the newest.
    public List<Commit> commits() throws InterruptedException {
        String log =
                Git.in(
                        repository,
                        "log",
                        "-z",
                        "--reverse",
                        "--first-parent",
                        "--raw",
                        "--no-renames",
                        "--no-abbrev",
                        "--format=%H");
        List<Commit> commits = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        String id = "";
        String[] words = log.split("\0", -1);
        for (int at = 0; at < words.length; at++) {
            String word = words[at].strip();
            if (word.startsWith(":")) {
                at++;
                changes.add(change(word.split(" "), words[at]));
                continue;
            }
            if (!id.isEmpty()) {
                commits.add(new Commit(id, changes));
            }
            changes.clear();
            id = word;
        }
        if (!id.isEmpty()) {
            commits.add(new Commit(id, changes));
        }
        return commits;
    }

    /// @param words both modes, both blobs and a letter, as `git log --raw` has them
    private static Change change(String[] words, String path) {
        return new Change(path, blob(words[2]), blob(words[3]));
    }

    private static Optional<String> blob(String name) {
        return name.chars().allMatch(c -> c == '0') ? Optional.empty() : Optional.of(name);
    }

    /// Where [#checkOut] puts the files; git's own lie in `.git` there.
    public Path directory() {
        return repository;
    }

    /// Makes the files those of a commit, as a person would: those that differ are written, those
    /// that it lacks are gone.
    public void checkOut(Commit commit) throws InterruptedException {
        Git.in(repository, "checkout", "-q", "--force", "--detach", commit.id());
    }

    public String text(String blob) {
        return blobs.text(blob);
    }

    @Override
    public void close() {
        blobs.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

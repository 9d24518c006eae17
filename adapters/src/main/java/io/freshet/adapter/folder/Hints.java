package io.freshet.adapter.folder;

import io.freshet.spi.Source.Scope;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// Where to look, kept short: many files of a directory become the directory, many directories
/// become everything. Confined to the watching thread.
final class Hints {
    static final int MAX = 64;

    private final Set<String> paths = new LinkedHashSet<>();
    private boolean directories;

    /// @param relative the beginning of paths from the top
    void add(String relative) {
        paths.add(directories ? directory(relative) : relative);
        if (paths.size() > MAX && !directories) {
            directories = true;
            Set<String> all = new LinkedHashSet<>(paths);
            paths.clear();
            all.forEach(path -> paths.add(directory(path)));
        }
        if (paths.size() > MAX) {
            paths.clear();
            paths.add("");
        }
    }

    private static String directory(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /// @param prefix that ids begin with
    Optional<Scope> scope(String prefix) {
        return paths.isEmpty()
                ? Optional.empty()
                : Optional.of(new Scope(paths.stream().map(prefix::concat).toList()));
    }
}

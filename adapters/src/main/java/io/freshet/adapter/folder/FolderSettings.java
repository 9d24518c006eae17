package io.freshet.adapter.folder;

import io.freshet.Check;
import io.freshet.spi.Source;
import java.nio.file.Path;
import java.util.List;

/// Which folder is followed, and how.
///
/// @param name of the source within its collection
/// @param root absolute
/// @param prefix that ids begin with; may be empty
/// @param include patterns of what is taken; empty for all
/// @param exclude patterns of what is not
/// @param followLinks whether symbolic links are followed out of the folder
/// @param bytesMax of a file; a larger one is no document
public record FolderSettings(
        String name,
        Path root,
        String prefix,
        List<String> include,
        List<String> exclude,
        boolean followLinks,
        Source.Pace pace,
        int bytesMax) {
    private static final int KIB = 1024;

    /// @throws IllegalArgumentException where a pattern is none; its message tells which
    public FolderSettings {
        Check.that(root.isAbsolute(), () -> "a followed folder's path is absolute");
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        check(include);
        check(exclude);
    }

    private static void check(List<String> globs) {
        for (String glob : globs) {
            try {
                Glob.of(glob);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "\"" + glob + "\" is no pattern: " + e.getMessage(), e);
            }
        }
    }

    /// Why a file over the limit is left out.
    String tooLarge() {
        int mib = KIB * KIB;
        String shown =
                bytesMax % mib == 0
                        ? bytesMax / mib + " MiB"
                        : bytesMax % KIB == 0 ? bytesMax / KIB + " KiB" : bytesMax + " bytes";
        return "larger than " + shown + " (limits.sizes.document)";
    }
}

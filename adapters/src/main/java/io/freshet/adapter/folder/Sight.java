package io.freshet.adapter.folder;

import io.freshet.DocumentId;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// What is seen at one place of a tree.
sealed interface Sight {
    /// A directory that is gone into.
    ///
    /// @param relative its path from the top, with a slash at the end; empty for the top
    /// @param place how far the patterns have matched
    /// @param linked whether it was reached through a symbolic link
    record Directory(Path path, String relative, Patterns.Place place, boolean linked)
            implements Sight {}

    record File(DocumentId document, Path path, BasicFileAttributes attributes) implements Sight {}

    /// @param relative of a directory, with a slash at the end
    record LeftOut(String relative, String reason) implements Sight {}

    /// It cannot be told what is there, or below.
    record Unknown(String relative, String reason) implements Sight {}

    record Absent() implements Sight {}
}

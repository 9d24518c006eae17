package io.freshet.adapter.folder;

import io.freshet.adapter.folder.Sight.Directory;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/// Goes through a tree: every directory is opened, read and closed before the next, so that depth
/// costs neither stack nor handles. Confined to one call.
final class Walk {
    private final Tree tree;
    private final Visitor visitor;

    Walk(Tree tree, Visitor visitor) {
        this.tree = tree;
        this.visitor = visitor;
    }

    /// What is told on the way.
    interface Visitor {
        /// Before it is read.
        void enter(Directory directory);

        /// What lies in a directory that was entered, other than directories that will be; or that
        /// it cannot be read.
        void found(Sight sight);
    }

    /// All of it.
    void below(Directory from) {
        below(from, _ -> true);
    }

    /// @param names which of those directly in the directory
    void below(Directory from, Predicate<String> names) {
        Deque<Directory> waiting = new ArrayDeque<>();
        visitor.enter(from);
        for (Path entry : read(from)) {
            if (names.test(String.valueOf(entry.getFileName()))) {
                look(from, entry, waiting);
            }
        }
        while (!waiting.isEmpty()) {
            Directory next = waiting.pop();
            visitor.enter(next);
            for (Path entry : read(next)) {
                look(next, entry, waiting);
            }
        }
    }

    private void look(Directory in, Path entry, Deque<Directory> waiting) {
        Sight sight = tree.look(in, entry);
        if (sight instanceof Directory directory) {
            waiting.push(directory);
        } else {
            visitor.found(sight);
        }
    }

    private List<Path> read(Directory directory) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory.path())) {
            stream.forEach(entries::add);
        } catch (NoSuchFileException | NotDirectoryException _) {
            return entries;
        } catch (DirectoryIteratorException e) {
            unread(directory, Reasons.cause(e));
        } catch (IOException e) {
            unread(directory, e);
        }
        return entries;
    }

    private void unread(Directory directory, IOException e) {
        visitor.found(new Sight.Unknown(directory.relative(), Reasons.of(e)));
    }
}

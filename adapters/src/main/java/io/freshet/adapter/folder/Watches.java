package io.freshet.adapter.folder;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import io.freshet.adapter.folder.Sight.Directory;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The directories that the operating system watches for us. A directory is watched before it is
/// read, so that nothing comes into it unnoticed in between. Confined to the watching thread.
final class Watches implements Walk.Visitor {
    private final WatchService service;
    private final Map<WatchKey, Directory> directories = new HashMap<>();
    private Optional<String> refused = Optional.empty();
    private boolean topGone;

    Watches(WatchService service) {
        this.service = service;
    }

    /// A directory and all below it. One that was moved keeps its watch and has its new path from
    /// now on.
    void add(Tree tree, Directory from) {
        new Walk(tree, this).below(from);
    }

    @Override
    public void enter(Directory directory) {
        if (refused.isPresent()) {
            return;
        }
        try {
            WatchKey key =
                    directory.path().register(service, ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY);
            directories.put(key, directory);
        } catch (NoSuchFileException _) {
            gone(directory);
        } catch (NotDirectoryException | AccessDeniedException _) {
            return; // a listing says it, where it matters
        } catch (IOException e) {
            refused = Optional.of(Reasons.of(e));
        }
    }

    @Override
    public void found(Sight sight) {}

    Optional<Directory> of(WatchKey key) {
        return Optional.ofNullable(directories.get(key));
    }

    /// It is there no more, whatever has come in its place.
    void remove(WatchKey key) {
        of(key).ifPresent(this::gone);
        directories.remove(key);
    }

    private void gone(Directory directory) {
        topGone |= directory.relative().isEmpty();
    }

    /// Whether the top that was watched is deleted. One that is made again at once may well have
    /// the same identity: file systems give a free inode to the next.
    boolean isTopGone() {
        return topGone;
    }

    /// Why some are not watched: the operating system gives no more.
    Optional<String> refused() {
        return refused;
    }
}

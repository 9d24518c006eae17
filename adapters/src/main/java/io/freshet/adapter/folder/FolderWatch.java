package io.freshet.adapter.folder;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import io.freshet.adapter.folder.Sight.Directory;
import io.freshet.spi.Source.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells where a folder may have changed, as the operating system notices it. Safe for any thread.
///
/// One thread of its own. It watches every directory that the rules go into, and no other. Twice in
/// a second it looks whether the top is still the same directory and can be read: a folder that is
/// unmounted, deleted, made again or swapped is watched anew, and all of it is hinted. Where events
/// were lost, the directory concerned is watched anew with all below it, and hinted; where they
/// were lost in many, everything is. Where the operating system gives no more watches, what is
/// watched stays so, the rest is left to the regular listing, and [#problem] says it.
///
/// The JDK's service is used as it is. On macOS it looks at each directory every two seconds.
final class FolderWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);
    private static final Duration TOP_EVERY = Duration.ofMillis(500);
    private static final Duration SERVICE_AGAIN = Duration.ofSeconds(30);
    private static final Duration END_MAX = Duration.ofSeconds(1);
    private static final int KEYS_MAX = 1000;
    private static final int LOST_MAX = 8;

    private final FolderSettings settings;
    private final Trees trees;
    private volatile Optional<String> problem = Optional.empty();
    private volatile @Nullable Thread thread;

    FolderWatch(FolderSettings settings, Trees trees) {
        this.settings = settings;
        this.trees = trees;
    }

    /// The folder as it is now.
    @FunctionalInterface
    interface Trees {
        Tree open() throws IOException;
    }

    void start(Consumer<Scope> hints) {
        thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("freshet-watch-" + settings.name())
                        .start(() -> run(hints));
    }

    Optional<String> problem() {
        return problem;
    }

    private void run(Consumer<Scope> hints) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try (WatchService service = settings.root().getFileSystem().newWatchService()) {
                    follow(service, hints);
                } catch (IOException e) {
                    say(Optional.of(Reasons.of(e)));
                    TimeUnit.NANOSECONDS.sleep(SERVICE_AGAIN.toNanos());
                }
            }
        } catch (InterruptedException _) {
            LOG.debug("folder is watched no more path={}", settings.root());
        } catch (RuntimeException e) {
            LOG.error("folder is watched no more path={}", settings.root(), e);
            problem = Optional.of("it is watched no more; the log says why");
        }
    }

    /// Until the top is another, or so much was lost that it is easier to begin anew.
    private void follow(WatchService service, Consumer<Scope> hints) throws InterruptedException {
        Watches watches = new Watches(service);
        Optional<String> top = top();
        top.flatMap(_ -> tree()).ifPresent(tree -> watches.add(tree, tree.start()));
        say(watches.refused());
        hints.accept(Scope.ALL);
        while (!watches.isTopGone() && top.equals(top())) {
            WatchKey key = service.poll(TOP_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            if (key == null) {
                continue;
            }
            Optional<Tree> tree = tree();
            if (tree.isEmpty()) {
                return;
            }
            Noticed noticed = new Noticed(tree.get(), watches);
            for (int keys = 0; key != null && keys < KEYS_MAX; keys++) {
                noticed.take(key);
                key = service.poll();
            }
            if (noticed.lost.size() > LOST_MAX) {
                return;
            }
            noticed.lost.forEach(directory -> watches.add(noticed.tree, directory));
            say(watches.refused());
            noticed.hints.scope(settings.prefix()).ifPresent(hints);
        }
    }

    /// The folder as it is now, where it is there.
    private Optional<Tree> tree() {
        try {
            return Optional.of(trees.open());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// The directory's identity, where it can be read.
    private Optional<String> top() {
        try {
            BasicFileAttributes top =
                    Files.readAttributes(settings.root(), BasicFileAttributes.class);
            return top.isDirectory() && Files.isReadable(settings.root())
                    ? Optional.of(Stamps.identity(top))
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private void say(Optional<String> refused) {
        Optional<String> now =
                refused.map(
                        reason ->
                                "not all of it is watched, so changes may be noticed only when it"
                                        + " is listed whole: "
                                        + reason);
        if (now.isPresent() && !now.equals(problem)) {
            LOG.warn(
                    "folder is not watched whole path={} rescan={} reason={}",
                    settings.root(),
                    settings.pace().rescan(),
                    refused.get());
        }
        problem = now;
    }

    /// What one round of events says.
    private static final class Noticed {
        private final Tree tree;
        private final Watches watches;
        private final Hints hints = new Hints();
        private final List<Directory> lost = new ArrayList<>();

        Noticed(Tree tree, Watches watches) {
            this.tree = tree;
            this.watches = watches;
        }

        void take(WatchKey key) {
            Optional<Directory> directory = watches.of(key);
            for (WatchEvent<?> event : key.pollEvents()) {
                directory.ifPresent(in -> take(in, event));
            }
            if (!key.reset()) {
                watches.remove(key);
            }
        }

        private void take(Directory in, WatchEvent<?> event) {
            if (event.kind().equals(OVERFLOW)) {
                lost.add(in);
                hints.add(in.relative());
            } else if (event.context() instanceof Path name) {
                changed(in, in.path().resolve(name), event.kind());
            }
        }

        /// What was deleted may have been either, a file or a directory. What comes and is no
        /// document is looked at once, to be shown with the reason; where its name is no text and
        /// so cannot be told, its directory is.
        private void changed(Directory in, Path entry, WatchEvent.Kind<?> kind) {
            boolean deleted = kind.equals(ENTRY_DELETE);
            Optional<String> known = tree.names().of(entry);
            if (known.isEmpty()) {
                if (!kind.equals(ENTRY_MODIFY)) {
                    hints.add(in.relative());
                }
                return;
            }
            String name = known.get();
            boolean directory = tree.mayBeDirectory(in, name);
            if (!deleted && directory && tree.look(in, entry) instanceof Directory made) {
                watches.add(tree, made);
                hints.add(made.relative());
            } else if (tree.mayBeFile(in, name)
                    || (deleted && directory)
                    || (kind.equals(ENTRY_CREATE) && tree.isWanted(in, name))) {
                hints.add(in.relative() + name);
            }
        }
    }

    @Override
    public void close() {
        Thread running = thread;
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            running.join(END_MAX);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

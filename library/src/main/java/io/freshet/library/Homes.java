package io.freshet.library;

import io.freshet.CollectionName;
import io.freshet.FreshetException.Corrupt;
import io.freshet.FreshetException.Unavailable;
import io.freshet.library.config.SettingsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where each collection keeps its files, within a data directory that the caller has locked:
///
///     collections/NAME/             its files, and settings.json where it has settings of its own
///     collections/NAME/webhooks/    its webhooks
///     collections/NAME/removed      it is being removed: the version that it had
///     removed/NAME                  the version that it had when it was last removed, for ever
///     removed/NAME.0/               what is still to be deleted
///     backup/, restoring/           copies on their way out and in; nothing at the start
///
/// **Removal.** The mark within the directory is the point of no return. Then the number is kept
/// outside, the directory is moved aside whole, and its files are deleted. [#existing] ends what a
/// crash has interrupted: a directory with the mark is not a collection, and one that was made again
/// has none. Blocking; safe for any thread, one at a time for a collection.
public final class Homes implements SettingsFiles {
    private static final Logger LOG = LoggerFactory.getLogger(Homes.class);
    private static final String MARK = "removed";
    private static final String SETTINGS = "settings.json";
    private static final String BACKUP = "backup";
    private static final String RESTORING = "restoring";

    private final Path data;
    private final Path collections;
    private final Path removed;

    public Homes(Path data) {
        this.data = data;
        this.collections = data.resolve("collections");
        this.removed = data.resolve("removed");
    }

    /// The directory that holds everything.
    Path data() {
        return made(data);
    }

    /// A directory for what is no collection's.
    Path shared(String name) {
        return made(data.resolve(name));
    }

    /// Those that have a directory, by name.
    List<CollectionName> existing() {
        List<CollectionName> names = new ArrayList<>();
        for (Path home : directories(made(collections))) {
            Optional<CollectionName> name = named(home);
            if (name.isPresent() && Files.exists(home.resolve(MARK))) {
                moveAside(name.get());
                continue;
            }
            name.ifPresent(names::add);
        }
        directories(made(removed)).forEach(Homes::delete);
        directories(made(data.resolve(BACKUP))).forEach(Homes::delete);
        directories(made(data.resolve(RESTORING))).forEach(Homes::delete);
        return names;
    }

    /// Where files of a backup lie before they are a collection's.
    Path restoring(CollectionName collection) {
        return data.resolve(RESTORING).resolve(collection.value());
    }

    /// They are a collection's from now on.
    void restored(CollectionName collection) {
        try {
            DurableFiles.move(restoring(collection), made(collections).resolve(collection.value()));
        } catch (IOException e) {
            throw new Unavailable("collection cannot be moved to its place; name=" + collection, e);
        }
    }

    private static List<Path> directories(Path parent) {
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new Unavailable("data directory cannot be read; path=" + parent, e);
        }
    }

    private static Optional<CollectionName> named(Path entry) {
        try {
            return Optional.of(new CollectionName(entry.getFileName().toString()));
        } catch (IllegalArgumentException _) {
            LOG.warn("directory is no collection and is left alone path={}", entry);
            return Optional.empty();
        }
    }

    /// The directory of a collection, made where it is not there. What is left of one whose removal
    /// was broken off goes first.
    Path of(CollectionName collection) {
        Path home = collections.resolve(collection.value());
        if (Files.exists(home.resolve(MARK))) {
            delete(moveAside(collection));
        }
        return made(home);
    }

    /// The same where it need not be there: nothing is made.
    Path place(CollectionName collection) {
        return collections.resolve(collection.value());
    }

    /// Deletes directories of a collection, by their name.
    void drop(CollectionName collection, Predicate<String> which) {
        for (Path directory : directories(of(collection))) {
            if (which.test(directory.getFileName().toString())) {
                delete(directory);
            }
        }
    }

    private static Path made(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new Unavailable("directory cannot be made; path=" + directory, e);
        }
    }

    /// The version that the collection of this name had when it was last removed; 0 where it never
    /// was.
    long lastVersion(CollectionName collection) {
        Path file = removed.resolve(collection.value());
        return Files.exists(file) ? number(file) : 0;
    }

    private static long number(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException e) {
            throw new Unavailable("file cannot be read; file=" + file, e);
        } catch (NumberFormatException e) {
            throw new Corrupt("file holds no version number; file=" + file, e);
        }
    }

    /// Removes the collection, of which nothing is open.
    ///
    /// @param version the last one that it had
    void remove(CollectionName collection, long version) {
        Path home = of(collection);
        try {
            DurableFiles.write(home.resolve(MARK), Long.toString(version));
        } catch (IOException e) {
            throw new Unavailable("collection cannot be removed; path=" + home, e);
        }
        delete(moveAside(collection));
    }

    private Path moveAside(CollectionName collection) {
        Path home = collections.resolve(collection.value());
        long version = Math.max(number(home.resolve(MARK)), lastVersion(collection));
        Path aside = free(collection);
        try {
            DurableFiles.write(made(removed).resolve(collection.value()), Long.toString(version));
            DurableFiles.move(home, aside);
            return aside;
        } catch (IOException e) {
            throw new Unavailable("collection cannot be moved aside; path=" + home, e);
        }
    }

    private Path free(CollectionName collection) {
        int i = 0;
        while (Files.exists(removed.resolve(collection + "." + i))) {
            i++;
        }
        return removed.resolve(collection + "." + i);
    }

    /// What cannot be deleted now is deleted at the next start.
    private static void delete(Path aside) {
        try {
            DurableFiles.delete(aside);
        } catch (IOException e) {
            LOG.warn("removed collection is not deleted yet path={}", aside, e);
        }
    }

    @Override
    public Optional<String> read(CollectionName collection) {
        Path file = collections.resolve(collection.value()).resolve(SETTINGS);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new Unavailable("settings cannot be read; file=" + file, e);
        }
    }

    @Override
    public void write(CollectionName collection, String text) {
        Path file = of(collection).resolve(SETTINGS);
        try {
            DurableFiles.write(file, text);
        } catch (IOException e) {
            throw new Unavailable("settings cannot be written; file=" + file, e);
        }
    }
}

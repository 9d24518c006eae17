package io.freshet.library;

import io.freshet.CollectionName;
import io.freshet.FreshetException.Unavailable;
import io.freshet.library.config.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// Puts collections that come from a backup into a data directory that no server uses:
///
///     restoring/NAME/       its files, as long as they are not all there
///     collections/NAME/     where they are moved, whole, as the last step
///
/// What a crash leaves of it is deleted at the next start. Confined to one thread.
public final class Restoring implements AutoCloseable {
    private final DataDirectory directory;
    private final Homes homes;

    private Restoring(DataDirectory directory) {
        this.directory = directory;
        this.homes = new Homes(directory.path());
    }

    /// @throws IllegalStateException where the directory is in use; the message is for the user
    public static Restoring into(Path data) {
        Restoring restoring = new Restoring(DataDirectory.open(data));
        var _ = restoring.homes.existing();
        return restoring;
    }

    public boolean holds(CollectionName collection) {
        return homes.existing().contains(collection);
    }

    /// A directory for the collection's files: `journal.db`, `ledger.db`, `vectors.db`, and
    /// `settings.json` where it has settings of its own.
    public Path room(CollectionName collection) {
        try {
            return Files.createDirectories(homes.restoring(collection));
        } catch (IOException e) {
            throw new Unavailable("directory cannot be made; collection=" + collection, e);
        }
    }

    /// The files are all there: the collection is one of this directory's from now on, with a
    /// history of its own.
    ///
    /// @throws io.freshet.FreshetException where a file is damaged or cannot be written
    public void take(CollectionName collection) {
        String history = UUID.randomUUID().toString().replace("-", "");
        Assembly.adopt(homes.restoring(collection), homes.data(), history);
        homes.restored(collection);
    }

    @Override
    public void close() {
        directory.close();
    }
}

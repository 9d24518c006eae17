package io.freshet.library.backup;

import io.freshet.CollectionName;
import io.freshet.FreshetException;
import io.freshet.library.Restoring;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Restores collections of a [BackupFile] into a data directory that no server uses.
public final class Restore {
    private Restore() {}

    /// All or nothing of what is asked for, but for a crash between two collections.
    ///
    /// @param only this one, or all of the backup
    ///
    /// @return what was restored
    /// @throws BadBackupException where it is damaged, lacks the collection, or one of its name is
    ///   there already
    public static List<CollectionName> of(Path file, Path data, Optional<CollectionName> only) {
        try (BackupFile backup = BackupFile.open(file);
                Restoring restoring = Restoring.into(data)) {
            List<CollectionName> names = only.map(List::of).orElse(backup.collections());
            for (CollectionName name : names) {
                check(backup, restoring, name);
            }
            for (CollectionName name : names) {
                backup.unpack(name, restoring.room(name));
            }
            names.forEach(restoring::take);
            return names;
        } catch (IOException | FreshetException e) {
            throw new BadBackupException("it cannot be restored: " + e.getMessage(), e);
        }
    }

    private static void check(BackupFile backup, Restoring restoring, CollectionName name) {
        if (!backup.collections().contains(name)) {
            throw new BadBackupException("it has no collection " + name);
        }
        if (restoring.holds(name)) {
            throw new BadBackupException(
                    "there is a collection "
                            + name
                            + " in the data directory already; restore into another one, or delete it"
                            + " first");
        }
    }
}

package io.freshet.library.config;

import io.freshet.CollectionName;
import java.util.Optional;

/// Keeps the settings that a collection has of its own, with the collection: they go when it is
/// removed. Blocking; safe for any thread.
public interface SettingsFiles {
    Optional<String> read(CollectionName collection);

    /// Durable when it returns; whole or not at all.
    void write(CollectionName collection, String text);
}

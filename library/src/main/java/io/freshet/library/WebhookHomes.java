package io.freshet.library;

import io.freshet.CollectionName;
import io.freshet.FreshetException.Unavailable;
import io.freshet.library.config.WebhookFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Webhooks in the directories of their collections: `collections/NAME/webhooks/WEBHOOK.json`,
/// which holds its secret, so that only the server's own user may read it. Blocking; safe for any
/// thread, one at a time for a webhook.
record WebhookHomes(Homes homes) implements WebhookFiles {
    private static final String SUFFIX = ".json";

    @Override
    public List<String> names(CollectionName collection) {
        Path directory = directory(collection);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new Unavailable("webhooks cannot be read; path=" + directory, e);
        }
    }

    @Override
    public Optional<String> read(CollectionName collection, String name) {
        Path file = file(collection, name);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new Unavailable("webhook cannot be read; file=" + file, e);
        }
    }

    @Override
    public void write(CollectionName collection, String name, String text) {
        Path file = file(collection, name);
        try {
            DurableFiles.makePrivate(file.resolveSibling(""));
            DurableFiles.write(file, text);
        } catch (IOException e) {
            throw new Unavailable("webhook cannot be written; file=" + file, e);
        }
    }

    @Override
    public void delete(CollectionName collection, String name) {
        try {
            Files.deleteIfExists(file(collection, name));
        } catch (IOException e) {
            throw new Unavailable("webhook cannot be deleted; collection=" + collection, e);
        }
    }

    private Path directory(CollectionName collection) {
        return homes.place(collection).resolve("webhooks");
    }

    private Path file(CollectionName collection, String name) {
        return directory(collection).resolve(name + SUFFIX);
    }
}

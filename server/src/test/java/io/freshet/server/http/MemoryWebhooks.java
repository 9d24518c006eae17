package io.freshet.server.http;

import io.freshet.CollectionName;
import io.freshet.FreshetException.Unavailable;
import io.freshet.library.config.WebhookFiles;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// Webhooks in memory, which outlive a server as files do. Safe for any thread.
public final class MemoryWebhooks implements WebhookFiles {
    private final ConcurrentSkipListMap<String, String> texts = new ConcurrentSkipListMap<>();

    private volatile boolean isFull;

    /// From now on the disk takes nothing, or does again.
    public void fill(boolean full) {
        isFull = full;
    }

    private static String key(CollectionName collection, String name) {
        return collection + "/" + name;
    }

    @Override
    public List<String> names(CollectionName collection) {
        String prefix = key(collection, "");
        return texts.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()))
                .toList();
    }

    @Override
    public Optional<String> read(CollectionName collection, String name) {
        return Optional.ofNullable(texts.get(key(collection, name)));
    }

    @Override
    public void write(CollectionName collection, String name, String text) {
        if (isFull) {
            throw new Unavailable("the disk is full", Duration.ofSeconds(1));
        }
        texts.put(key(collection, name), text);
    }

    @Override
    public void delete(CollectionName collection, String name) {
        texts.remove(key(collection, name));
    }
}

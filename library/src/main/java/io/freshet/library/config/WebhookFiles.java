package io.freshet.library.config;

import io.freshet.CollectionName;
import io.freshet.FreshetException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where webhooks are kept, each as a text that is, after any crash, the one before or the one
/// written last. They go when their collection goes. Blocking; safe for any thread.
public interface WebhookFiles {
    /// Where none can be kept.
    WebhookFiles NONE =
            new WebhookFiles() {
                @Override
                public List<String> names(CollectionName collection) {
                    return List.of();
                }

                @Override
                public Optional<String> read(CollectionName collection, String name) {
                    return Optional.empty();
                }

                @Override
                public void write(CollectionName collection, String name, String text) {
                    throw new FreshetException.Unavailable(
                            "no webhooks are kept here", Duration.ofSeconds(1));
                }

                @Override
                public void delete(CollectionName collection, String name) {}
            };

    /// Those of a collection, by name; none where it is not there.
    List<String> names(CollectionName collection);

    Optional<String> read(CollectionName collection, String name);

    void write(CollectionName collection, String name, String text);

    void delete(CollectionName collection, String name);
}

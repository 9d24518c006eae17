package io.freshet.library.config;

import io.freshet.CollectionName;
import io.freshet.FreshetException.Corrupt;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;

/// How every collection is kept: as the configuration says, or by settings of its own, which lie
/// with its files, over the configuration's defaults. Safe for any thread.
public final class CollectionConfigs {
    private final Config config;
    private final SettingsFiles files;
    private final Map<CollectionName, OwnSettings> read = new ConcurrentHashMap<>();

    public CollectionConfigs(Config config, SettingsFiles files) {
        this.config = config;
        this.files = files;
    }

    /// Every key that a collection may set.
    public static SequencedSet<String> keys() {
        return Schema.collectionKeys();
    }

    public Config config() {
        return config;
    }

    /// Whether the configuration names the collection: then it has no settings of its own.
    public boolean isConfigured(CollectionName name) {
        return config.collections().containsKey(name);
    }

    /// What is in force.
    ///
    /// @throws Corrupt where its own settings cannot be used
    public Config.Collection of(CollectionName name) {
        try {
            return isConfigured(name) ? config.collection(name) : with(name, own(name));
        } catch (ConfigException e) {
            throw new Corrupt("the collection's settings cannot be used: " + e.getMessage(), e);
        }
    }

    /// What would be in force with these settings.
    ///
    /// @throws ConfigException where they cannot be used
    public Config.Collection with(CollectionName name, OwnSettings own) {
        return ConfigReader.collection(config, name, own);
    }

    /// What is in force, as it was written, by key.
    public SequencedMap<String, String> written(CollectionName name) {
        return ConfigReader.written(
                config, name, isConfigured(name) ? OwnSettings.NONE : own(name));
    }

    /// The settings that the collection has of its own.
    public OwnSettings own(CollectionName name) {
        return read.computeIfAbsent(name, this::readOwn);
    }

    private OwnSettings readOwn(CollectionName name) {
        try {
            return files.read(name).map(OwnSettings::read).orElse(OwnSettings.NONE);
        } catch (JacksonException e) {
            throw new Corrupt("the collection's settings cannot be read", e);
        }
    }

    /// Durable when it returns.
    public void keep(CollectionName name, OwnSettings own) {
        files.write(name, own.text());
        read.put(name, own);
    }

    /// The collection and what it had of its own are gone.
    public void forget(CollectionName name) {
        read.remove(name);
    }
}

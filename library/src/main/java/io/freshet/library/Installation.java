package io.freshet.library;

import io.freshet.CollectionName;
import io.freshet.engine.Engine;
import io.freshet.engine.Wanted;
import io.freshet.library.config.CollectionConfigs;
import io.freshet.library.config.Config;
import io.freshet.library.config.ConfigException;
import io.freshet.library.config.DataDirectory;
import io.freshet.library.config.WebhookFiles;
import io.freshet.spi.Adapters;
import java.util.SortedSet;
import java.util.TreeSet;

/// A data directory that is locked, and what is configured, before anything is opened in it.
public final class Installation implements AutoCloseable {
    private static final CollectionName DEFAULT = new CollectionName("knowledge_base");

    private final DataDirectory directory;
    private final Homes homes;
    private final CollectionConfigs configs;
    private final Adapters adapters;

    private Installation(
            DataDirectory directory, Homes homes, CollectionConfigs configs, Adapters adapters) {
        this.directory = directory;
        this.homes = homes;
        this.configs = configs;
        this.adapters = adapters;
    }

    /// Chooses the adapters of a configuration.
    @FunctionalInterface
    public interface Assembling {
        /// @param homes where they store everything
        Adapters adapters(CollectionConfigs configs, Homes homes);
    }

    /// @throws IllegalStateException where another process has the directory, or it cannot be used
    /// @throws ConfigException where a collection cannot be kept as it is configured
    public static Installation of(Config config, Assembling assembling) {
        DataDirectory directory = DataDirectory.open(config.server().dataDir());
        Homes homes = new Homes(directory.path());
        CollectionConfigs configs = new CollectionConfigs(config, homes);
        try {
            return new Installation(directory, homes, configs, assembling.adapters(configs, homes));
        } catch (ConfigException e) {
            directory.close();
            throw e;
        }
    }

    public CollectionConfigs configs() {
        return configs;
    }

    /// Where the collections' webhooks are kept.
    public WebhookFiles webhooks() {
        return new WebhookHomes(homes);
    }

    /// Opens what is stored there: takes as long as the models take to load. The engine is the
    /// caller's, who closes it before this.
    public Engine engine() {
        Config config = configs.config();
        SortedSet<CollectionName> named = new TreeSet<>(config.collections().keySet());
        named.add(DEFAULT);
        return Engine.open(
                adapters,
                new Wanted(
                        named,
                        name -> !config.collection(name).folders().isEmpty(),
                        name -> configs.of(name).settings(),
                        config.limits().budget()));
    }

    /// Lets go of the directory.
    @Override
    public void close() {
        directory.close();
    }
}

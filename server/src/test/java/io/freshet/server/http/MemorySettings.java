package io.freshet.server.http;

import io.freshet.CollectionName;
import io.freshet.library.config.CollectionConfigs;
import io.freshet.library.config.Config;
import io.freshet.library.config.ConfigReader;
import io.freshet.library.config.SettingsFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Collections' own settings in memory.
final class MemorySettings implements SettingsFiles {
    private final Map<CollectionName, String> texts = new ConcurrentHashMap<>();

    /// Nothing configured.
    static CollectionConfigs configs() {
        return new CollectionConfigs(
                ConfigReader.read(ConfigReader.Flags.NONE, Map.of()), new MemorySettings());
    }

    /// @param yaml the configuration file
    static CollectionConfigs configs(String yaml) {
        try {
            Path file = Files.createTempFile("freshet", ".yaml");
            Files.writeString(file, yaml);
            ConfigReader.Flags flags =
                    new ConfigReader.Flags(
                            Optional.of(file.toString()),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty());
            Config config = ConfigReader.read(flags, Map.of());
            Files.delete(file);
            return new CollectionConfigs(config, new MemorySettings());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<String> read(CollectionName collection) {
        return Optional.ofNullable(texts.get(collection));
    }

    @Override
    public void write(CollectionName collection, String text) {
        texts.put(collection, text);
    }
}

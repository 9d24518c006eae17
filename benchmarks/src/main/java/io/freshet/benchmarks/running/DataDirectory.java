package io.freshet.benchmarks.running;

import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import io.freshet.library.Assembly;
import io.freshet.library.Homes;
import io.freshet.library.config.CollectionConfigs;
import io.freshet.library.config.Config;
import io.freshet.library.config.ConfigReader;
import io.freshet.spi.Adapters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// What a server would open that had this data directory and these settings. No server is running
/// there.
///
/// @param settings of `knowledge_base`
public record DataDirectory(Adapters adapters, CollectionSettings settings) {
    public static final CollectionName KNOWLEDGE_BASE = new CollectionName("knowledge_base");

    /// By default settings.
    public static DataDirectory of(Path data) {
        return of(data, ConfigReader.read(ConfigReader.Flags.NONE, Map.of()));
    }

    /// @param yaml of `freshet.yaml`, without its `server`
    public static DataDirectory of(Path data, String yaml) {
        try {
            Path file = Files.createTempFile("freshet-bench-", ".yaml");
            try {
                Files.writeString(file, yaml);
                return of(
                        data,
                        ConfigReader.read(
                                ConfigReader.Flags.NONE,
                                Map.of("FRESHET_CONFIG", file.toString())));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DataDirectory of(Path data, Config config) {
        Homes homes = new Homes(data);
        CollectionConfigs configs = new CollectionConfigs(config, homes);
        return new DataDirectory(
                new Assembly(configs, homes), configs.of(KNOWLEDGE_BASE).settings());
    }
}

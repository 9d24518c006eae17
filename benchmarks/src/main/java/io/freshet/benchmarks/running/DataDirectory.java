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
import java.util.HashMap;
import java.util.Map;

/// What a server would open that had this data directory and these settings. No server is running
/// there.
///
/// @param settings of `knowledge_base`
public record DataDirectory(Adapters adapters, CollectionSettings settings) {
    public static final CollectionName KNOWLEDGE_BASE = new CollectionName("knowledge_base");

    /// What a benchmark changes all at once, such as years of edits within a minute, it means.
    private static final Map<String, String> MEANT =
            Map.of("FRESHET_COLLECTION_DEFAULTS_REEMBED_GUARD_DOCUMENTS", "1000000000");

    /// @param file the configuration
    static Map<String, String> environment(Path file) {
        Map<String, String> environment = new HashMap<>(MEANT);
        environment.put("FRESHET_CONFIG", file.toString());
        return environment;
    }

    /// By default settings.
    public static DataDirectory of(Path data) {
        return of(data, ConfigReader.read(ConfigReader.Flags.NONE, MEANT));
    }

    /// @param yaml of `freshet.yaml`, without its `server`
    public static DataDirectory of(Path data, String yaml) {
        try {
            Path file = Files.createTempFile("freshet-bench-", ".yaml");
            try {
                Files.writeString(file, yaml);
                return of(data, ConfigReader.read(ConfigReader.Flags.NONE, environment(file)));
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

package io.freshet.library.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A configuration file of a test, as the server reads it.
final class WrittenConfig {
    private WrittenConfig() {}

    static Config read(Path directory, String yaml, Map<String, String> environment)
            throws IOException {
        Path file = directory.resolve("freshet.yaml");
        Files.writeString(file, yaml);
        return ConfigReader.read(
                new ConfigReader.Flags(
                        Optional.of(file.toString()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                environment);
    }
}

package io.freshet.server.cli;

import io.freshet.server.config.Config;
import io.freshet.server.config.ConfigReader;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What the commands that need the configuration take.
final class ConfigFlags {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The configuration file (default: FRESHET_CONFIG, else freshet.yaml where there"
                            + " is one).")
    private Optional<String> file = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Where everything is stored (default: FRESHET_DATA_DIR, else ./freshet-data).")
    private Optional<String> data = Optional.empty();

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "The address to listen on (default: localhost, both loopback addresses).")
    private Optional<String> host = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port to listen on; 0 takes a free one (default: 8765).")
    private Optional<String> port = Optional.empty();

    Config read(Terminal terminal) {
        return ConfigReader.read(
                new ConfigReader.Flags(file, host, port, data), terminal.environment());
    }
}

package io.freshet.server.cli;

import io.freshet.CollectionName;
import io.freshet.library.config.Config;
import io.freshet.library.config.ConfigReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

    @Option(
            names = "--folder",
            paramLabel = "[COLLECTION=]DIR",
            description =
                    "Follow a folder: its files are documents, and what changes in it is searchable"
                            + " soon after. May be given more than once; without COLLECTION it is"
                            + " knowledge_base.")
    private List<String> folders = new ArrayList<>();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    Config read(Terminal terminal) {
        return ConfigReader.read(
                new ConfigReader.Flags(
                        file,
                        host,
                        port,
                        data,
                        folders.stream().map(text -> folder(text, terminal)).toList()),
                terminal.environment());
    }

    /// `docs=./x` names a collection; a directory with such a name is written `./docs=x`.
    private ConfigReader.FolderFlag folder(String text, Terminal terminal) {
        int equals = text.indexOf('=');
        Optional<CollectionName> named =
                equals < 0 ? Optional.empty() : collection(text.substring(0, equals));
        String path = named.isPresent() ? text.substring(equals + 1) : text;
        Path directory = terminal.directory().resolve(path).normalize();
        if (!Files.isDirectory(directory)) {
            String what = Files.exists(directory) ? "it is no folder" : "there is no such folder";
            throw new ParameterException(
                    Objects.requireNonNull(command).commandLine(),
                    "--folder " + text + ": " + what + " (" + directory + ")");
        }
        return new ConfigReader.FolderFlag(
                named.orElse(new CollectionName(ServerOptions.DEFAULT_COLLECTION)), directory);
    }

    private static Optional<CollectionName> collection(String text) {
        try {
            return Optional.of(new CollectionName(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}

package io.freshet.server.cli;

import io.freshet.CollectionName;
import io.freshet.library.backup.BadBackupException;
import io.freshet.library.backup.Restore;
import io.freshet.library.config.ConfigReader;
import io.freshet.server.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Restores a backup into a data directory that no server uses.
@Command(
        name = "restore",
        description = {
            "Restore a backup into a data directory that no server uses: all of its collections, or",
            "the one named by -c. A collection that is there already is never overwritten.",
            "Subscribers start anew; nothing is embedded again."
        },
        footer = {
            "",
            "Examples:",
            "  freshet restore freshet-2026-11-28.zip --data ./freshet-data",
            "  freshet restore freshet-2026-11-28.zip --data ./freshet-data -c support"
        })
final class RestoreCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "A backup.")
    private String file = "";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "The data directory, made where there is none (default: FRESHET_DATA_DIR, else"
                            + " ./freshet-data).")
    private Optional<String> data = Optional.empty();

    @Option(
            names = {"-c", "--collection"},
            paramLabel = "NAME",
            description = "Only this collection.")
    private Optional<String> collection = Optional.empty();

    @Option(names = "--json", description = "Print one JSON value and nothing else.")
    private boolean json;

    RestoreCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ConfigReader.Flags flags =
                new ConfigReader.Flags(
                        Optional.empty(), Optional.empty(), Optional.empty(), data, List.of());
        Path directory =
                terminal.directory()
                        .resolve(
                                ConfigReader.read(flags, terminal.environment())
                                        .server()
                                        .dataDir());
        try {
            List<CollectionName> restored =
                    Restore.of(
                            terminal.directory().resolve(file),
                            directory,
                            collection.map(CollectionName::new));
            say(directory, restored);
            return 0;
        } catch (BadBackupException e) {
            throw new CommandFailed("the backup " + file + " is not restored: " + e.getMessage());
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new CommandFailed(String.valueOf(e.getMessage()));
        }
    }

    private void say(Path directory, List<CollectionName> restored) {
        if (json) {
            ObjectNode tree = Json.object().put("data", directory.toString());
            ArrayNode names = tree.putArray("collections");
            restored.forEach(name -> names.add(name.value()));
            terminal.out().println(Json.text(tree));
            return;
        }
        terminal.out()
                .println(
                        "restored "
                                + restored.stream()
                                        .map(CollectionName::value)
                                        .collect(Collectors.joining(", "))
                                + " into "
                                + directory
                                + "; start it with: freshet serve --data "
                                + directory);
    }
}

package io.freshet.server.cli;

import io.freshet.library.config.Config;
import io.freshet.server.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// Prints the configuration that a server started here would have.
@Command(
        name = "config",
        description =
                "Show the configuration in force, and where each value comes from: flags,"
                        + " environment, file, defaults.",
        footer = {
            "",
            "Examples:",
            "  freshet config",
            "  freshet config --config /etc/freshet.yaml --port 9000"
        })
final class ConfigCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private ConfigFlags flags = new ConfigFlags();

    @Option(names = "--json", description = "Print one JSON value and nothing else.")
    private boolean json;

    ConfigCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Config config = flags.read(terminal);
        if (json) {
            terminal.out().println(Json.text(tree(config)));
            return 0;
        }
        int width = config.lines().stream().mapToInt(ConfigCommand::width).max().orElse(0);
        for (Config.Line line : config.lines()) {
            terminal.out()
                    .println(
                            terminal.bold(line.key())
                                    + ": "
                                    + line.shown()
                                    + " ".repeat(width - width(line) + 2)
                                    + terminal.faint("# " + line.origin()));
        }
        return 0;
    }

    private static int width(Config.Line line) {
        return line.key().length() + line.shown().length();
    }

    private static ObjectNode tree(Config config) {
        ObjectNode tree = Json.object();
        for (Config.Line line : config.lines()) {
            ObjectNode entry = tree.putObject(line.key());
            if (line.isList()) {
                entry.set("value", Json.tree(line.values()));
            } else {
                entry.put("value", line.shown());
            }
            entry.put("origin", line.origin());
        }
        return tree;
    }
}

package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Gives a filled collection another embedder, or has it cut otherwise.
@Command(
        name = "migrate",
        description = {
            "Give a filled collection another embedder, or have it cut otherwise.",
            "A second store is filled while the first serves; nothing changes before the switch."
        },
        footer = {
            "",
            "Examples:",
            "  freshet migrate --embedder fast --dry-run     what it would take",
            "  freshet migrate --embedder fast",
            "  freshet migrate --chunking target_tokens=200,prefix=title",
            "  freshet migrate status",
            "  freshet migrate switch                        the other side answers from now on",
            "  freshet migrate revert                        and back",
            "  freshet migrate drop                          no way back any more"
        })
final class MigrateCommand implements Callable<Integer> {
    private static final String STATUS = "status";

    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ServerOptions options = new ServerOptions();

    @Option(
            names = "--embedder",
            paramLabel = "NAME",
            description = "Name of an embedder in the configuration.")
    private String embedder = "";

    @Option(
            names = "--chunking",
            paramLabel = "KEY=VALUE",
            split = ",",
            description = "target_tokens and prefix; what is not named stays.")
    private Map<String, String> chunking = new LinkedHashMap<>();

    @Option(names = "--dry-run", description = "Only say what it would take.")
    private boolean dryRun;

    MigrateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    static CommandLine with(Terminal terminal) {
        CommandLine migrate = new CommandLine(new MigrateCommand(terminal));
        add(migrate, new Act(terminal, STATUS), "Show how far it is.");
        add(migrate, new Act(terminal, "pause"), "Embed nothing for it until it is resumed.");
        add(migrate, new Act(terminal, "resume"), "Go on with it.");
        add(migrate, new Act(terminal, "cancel"), "Drop what was filled; nothing else changes.");
        add(
                migrate,
                new Act(terminal, "switch"),
                "Let the other side answer, from the next version on.");
        add(migrate, new Act(terminal, "revert"), "Go back to the side before, by one version.");
        add(migrate, new Act(terminal, "drop"), "Drop the side before: no way back any more.");
        return migrate;
    }

    private static void add(CommandLine migrate, Act act, String description) {
        CommandLine command = new CommandLine(act);
        command.getCommandSpec().usageMessage().description(description);
        migrate.addSubcommand(act.name, command);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (embedder.isEmpty() && chunking.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "say --embedder or --chunking; freshet migrate status tells how far it is");
        }
        ObjectNode body = Json.object();
        if (!embedder.isEmpty()) {
            body.put("embedder", embedder);
        }
        if (!chunking.isEmpty()) {
            ObjectNode keys = body.putObject("chunking");
            chunking.forEach((key, value) -> put(keys, key, value));
        }
        if (dryRun) {
            body.put("dry_run", true);
        }
        JsonNode answer = options.client(terminal).post(options.path() + "/migrations", body);
        if (options.json()) {
            terminal.out().println(Json.text(answer));
        } else if (dryRun) {
            would(answer);
        } else {
            print(terminal, answer);
        }
        return 0;
    }

    private static void put(ObjectNode keys, String key, String value) {
        if (value.matches("[0-9]{1,9}")) {
            keys.put(key, Integer.parseInt(value));
        } else {
            keys.put(key, value);
        }
    }

    private void would(JsonNode answer) {
        long tokens = answer.path("tokens").path("to_embed").asLong();
        JsonNode cost = answer.path("cost_usd");
        terminal.out()
                .println(
                        "%s in %s: %s to embed, %d known already; %s"
                                .formatted(
                                        Text.count(answer.path("documents").asLong(), "document"),
                                        Text.count(answer.path("chunks").asLong(), "chunk"),
                                        Text.count(tokens, "token"),
                                        answer.path("tokens").path("known").asLong(),
                                        cost.isNull()
                                                ? "price not known"
                                                : cost.decimalValue()
                                                                .stripTrailingZeros()
                                                                .toPlainString()
                                                        + " USD"));
    }

    private static void print(Terminal terminal, JsonNode answer) {
        String state = answer.path("state").asString("");
        terminal.out().println("state       " + state);
        terminal.out().println("in force    " + side(answer.path("in_force")));
        if (answer.path("other").isObject()) {
            terminal.out().println("other       " + side(answer.path("other")));
        }
        if (answer.path("progress").isObject()) {
            terminal.out().println("progress    " + progress(answer.path("progress")));
        }
        if (answer.path("comparison").isObject()) {
            terminal.out().println("comparison  " + comparison(answer.path("comparison")));
        }
        for (String name : new String[] {"problem", "remedy"}) {
            String text = answer.path(name).asString("");
            if (!text.isEmpty()) {
                terminal.out().printf("%-12s%s%n", name, text);
            }
        }
        terminal.out().print(terminal.faint(next(state)));
    }

    private static String next(String state) {
        return switch (state) {
            case "filling" -> "freshet migrate pause | cancel\n";
            case "paused" -> "freshet migrate resume | cancel\n";
            case "ready" -> "freshet migrate switch | cancel\n";
            case "switched" -> "freshet migrate revert | drop\n";
            default -> "";
        };
    }

    private static String side(JsonNode side) {
        JsonNode chunking = side.path("chunking");
        return "%s (%s), chunks of %d tokens, prefix %s"
                .formatted(
                        side.path("embedder").asString(""),
                        side.path("model").asString(""),
                        chunking.path("target_tokens").asLong(),
                        chunking.path("prefix").asString(""));
    }

    static String progress(JsonNode progress) {
        String left =
                progress.path("seconds_left").isNull()
                        ? ""
                        : ", about "
                                + Math.round(progress.path("seconds_left").asDouble())
                                + " s left";
        return "%d of %s, %s, %s embedded%s"
                .formatted(
                        progress.path("documents").asLong(),
                        Text.count(progress.path("documents_total").asLong(), "document"),
                        Text.count(progress.path("chunks").asLong(), "chunk"),
                        Text.count(progress.path("tokens").asLong(), "token"),
                        left);
    }

    private static String comparison(JsonNode compared) {
        return "%d of %s; of %s the same document comes first for %d, and %d %% of the first 10 are the same"
                .formatted(
                        compared.path("rows").asLong(),
                        Text.count(compared.path("expected_rows").asLong(), "row"),
                        Text.count(compared.path("samples").asLong(), "sample"),
                        compared.path("same_document_first").asLong(),
                        Math.round(100 * compared.path("overlap").asDouble()));
    }

    /// One of the things that can be done with a migration, or asked of it.
    @Command
    static final class Act implements Callable<Integer> {
        private final Terminal terminal;
        private final String name;

        @Mixin private ServerOptions options = new ServerOptions();

        /// @param name as it stands in the path, too
        Act(Terminal terminal, String name) {
            this.terminal = terminal;
            this.name = name;
        }

        @Override
        public Integer call() throws InterruptedException {
            String path = options.path() + "/migrations";
            ApiClient client = options.client(terminal);
            JsonNode answer =
                    name.equals(STATUS)
                            ? client.get(path)
                            : client.post(path + "/" + name, Json.object());
            if (options.json()) {
                terminal.out().println(Json.text(answer));
            } else {
                print(terminal, answer);
            }
            return 0;
        }
    }
}

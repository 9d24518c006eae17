package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Lists the deletes that are withheld.
@Command(
        name = "withheld",
        description = {
            "List deletes that a source reported among too many, and that wait to be released.",
            "Their documents are still found."
        },
        footer = {
            "",
            "Examples:",
            "  freshet withheld",
            "  freshet withheld release docs/old.md",
            "  freshet withheld release --all"
        })
final class WithheldCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private ServerOptions options = new ServerOptions();

    WithheldCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        ArrayNode all = Json.array();
        String after = "";
        while (true) {
            JsonNode page =
                    options.client(terminal).get(options.path() + "/withheld?limit=1000" + after);
            page.path("withheld").forEach(all::add);
            if (page.path("next").isNull()) {
                break;
            }
            after = "&after=" + ApiClient.encoded(page.path("next").asString(""));
        }
        if (options.json()) {
            terminal.out().println(Json.text(Json.object().set("withheld", all)));
            return 0;
        }
        all.forEach(this::print);
        terminal.out()
                .println(
                        all.isEmpty()
                                ? "no delete is withheld"
                                : Text.count(all.size(), "delete")
                                        + " withheld; freshet withheld release lets them happen");
        return 0;
    }

    private void print(JsonNode one) {
        terminal.out()
                .println(
                        one.path("document_id").asString("")
                                + terminal.faint(
                                        "  since "
                                                + one.path("since").asString("")
                                                + ", "
                                                + one.path("source").asString("")));
    }

    /// Lets withheld deletes happen.
    @Command(
            name = "release",
            description = "Let withheld deletes happen: those that are named, or all.")
    static final class Release implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin private ServerOptions options = new ServerOptions();

        @Spec private CommandSpec spec = CommandSpec.create();

        @Parameters(paramLabel = "ID", arity = "0..*", description = "Ids of documents.")
        private List<String> ids = new ArrayList<>();

        @Option(names = "--all", description = "All of them.")
        private boolean all;

        Release(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            if (all == !ids.isEmpty()) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "name the documents, or say --all");
            }
            ObjectNode body = Json.object();
            if (!all) {
                ArrayNode list = body.putArray("document_ids");
                ids.forEach(list::add);
            }
            JsonNode answer =
                    options.client(terminal).post(options.path() + "/withheld/release", body);
            if (options.json()) {
                terminal.out().println(Json.text(answer));
                return 0;
            }
            terminal.out()
                    .println(Text.count(answer.path("released").asLong(), "delete") + " released");
            return 0;
        }
    }
}

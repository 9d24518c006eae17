package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

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
        ArrayNode all = Releasing.list(options, terminal, "withheld");
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
    static final class Release extends Releasing {
        Release(Terminal terminal) {
            super(terminal, "withheld", "delete");
        }
    }
}

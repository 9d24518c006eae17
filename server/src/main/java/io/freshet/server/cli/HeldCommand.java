package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ArrayNode;

/// Lists the documents that a rollback holds.
@Command(
        name = "held",
        description = {
            "List documents that differ from their source since a rollback.",
            "They stay so until they change there again, or are released."
        },
        footer = {
            "",
            "Examples:",
            "  freshet held",
            "  freshet held release docs/prices.md",
            "  freshet held release --all"
        })
final class HeldCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private ServerOptions options = new ServerOptions();

    HeldCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        ArrayNode all = Releasing.list(options, terminal, "held");
        if (options.json()) {
            terminal.out().println(Json.text(Json.object().set("held", all)));
            return 0;
        }
        all.forEach(one -> terminal.out().println(one.path("document_id").asString("")));
        terminal.out()
                .println(
                        all.isEmpty()
                                ? "no document is held"
                                : Text.count(all.size(), "document")
                                        + " held; freshet held release takes them from their source"
                                        + " again");
        return 0;
    }

    /// Takes held documents from their source again.
    @Command(
            name = "release",
            description = "Take held documents from their source again: those named, or all.")
    static final class Release extends Releasing {
        Release(Terminal terminal) {
            super(terminal, "held", "document");
        }
    }
}

package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/// Shows what is held since it would embed again much of what is there.
@Command(
        name = "reembedding",
        description = {
            "Show what is held because it would embed again much of what is indexed, and its price.",
            "The old text of the documents is still found."
        },
        footer = {
            "",
            "Examples:",
            "  freshet reembedding",
            "  freshet reembedding confirm",
            "  freshet reembedding confirm -c support --json"
        })
final class ReembeddingCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private ServerOptions options = new ServerOptions();

    private ReembeddingCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    static CommandLine with(Terminal terminal) {
        return new CommandLine(new ReembeddingCommand(terminal))
                .addSubcommand(new Confirm(terminal));
    }

    @Override
    public Integer call() throws InterruptedException {
        JsonNode answer = options.client(terminal).get(options.path() + "/reembedding");
        JsonNode held = answer.path("held");
        String line =
                held.isObject()
                        ? summary(held) + "; freshet reembedding confirm lets it happen"
                        : "nothing is held";
        terminal.out().println(options.json() ? Json.text(answer) : line);
        return 0;
    }

    /// How much it is, and what it would cost.
    static String summary(JsonNode held) {
        return (held.path("at_least").asBoolean() ? "at least " : "")
                + Text.count(held.path("documents").asLong(), "document")
                + " held, "
                + Text.count(held.path("chunks").asLong(), "chunk")
                + " of about "
                + Text.count(held.path("tokens").asLong(), "token")
                + " to embed again for "
                + CostCommand.dollars(held.path("cost_usd"));
    }

    /// Lets it happen.
    @Command(
            name = "confirm",
            description = "Let what is held be embedded. It takes in what was accepted until now.")
    static final class Confirm implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin private ServerOptions options = new ServerOptions();

        private Confirm(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            String path = options.path() + "/reembedding/confirm";
            JsonNode answer = options.client(terminal).post(path, Json.object());
            JsonNode confirmed = answer.path("confirmed");
            String line =
                    confirmed.isObject()
                            ? "confirmed: " + summary(confirmed)
                            : "nothing was held, so nothing is confirmed";
            terminal.out().println(options.json() ? Json.text(answer) : line);
            return 0;
        }
    }
}

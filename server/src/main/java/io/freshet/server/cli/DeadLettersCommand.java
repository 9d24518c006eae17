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

/// Lists the changes that were tried in vain.
@Command(
        name = "dead-letters",
        description = {
            "List changes that were tried several times in vain and are set aside.",
            "Searches still find what was indexed of their documents before."
        },
        footer = {
            "",
            "Examples:",
            "  freshet dead-letters",
            "  freshet dead-letters show docs/broken.md",
            "  freshet dead-letters retry docs/broken.md",
            "  freshet dead-letters discard --all"
        })
final class DeadLettersCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private ServerOptions options = new ServerOptions();

    DeadLettersCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    static CommandLine with(Terminal terminal) {
        return new CommandLine(new DeadLettersCommand(terminal))
                .addSubcommand(new Listing(terminal))
                .addSubcommand(new Show(terminal))
                .addSubcommand(new Retry(terminal))
                .addSubcommand(new Discard(terminal));
    }

    @Override
    public Integer call() throws InterruptedException {
        return list(terminal, options);
    }

    private static int list(Terminal terminal, ServerOptions options) throws InterruptedException {
        ArrayNode all = Json.array();
        String after = "";
        while (true) {
            String path = options.path() + "/dead-letters?limit=1000" + after;
            JsonNode page = options.client(terminal).get(path);
            page.path("dead_letters").forEach(all::add);
            if (page.path("next").isNull()) {
                break;
            }
            after = "&after=" + ApiClient.encoded(page.path("next").asString(""));
        }
        if (options.json()) {
            terminal.out().println(Json.text(Json.object().set("dead_letters", all)));
            return 0;
        }
        for (JsonNode one : all) {
            String id = one.path("document_id").asString("");
            String detail = "  " + one.path("detail").asString("") + place(one.path("place"));
            terminal.out().println(id + terminal.faint(detail));
        }
        String number = Text.count(all.size(), "dead letter");
        terminal.out()
                .println(
                        all.isEmpty()
                                ? "no dead letter"
                                : number + "; freshet dead-letters retry tries them again");
        return 0;
    }

    private static String place(JsonNode place) {
        return place.isObject() ? " (line " + place.path("line").asLong() + ")" : "";
    }

    /// The same by its own name.
    @Command(name = "list", description = "List them.")
    static final class Listing implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin private ServerOptions options = new ServerOptions();

        Listing(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            return list(terminal, options);
        }
    }

    /// Tells all of one.
    @Command(name = "show", description = "Show one with its cause and the place in the text.")
    static final class Show implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin private ServerOptions options = new ServerOptions();

        @Parameters(paramLabel = "ID", description = "Id of the document.")
        private String id = "";

        Show(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            String path = options.path() + "/dead-letters?document_id=" + ApiClient.encoded(id);
            JsonNode found = options.client(terminal).get(path).path("dead_letters").path(0);
            if (!found.isObject()) {
                throw new CommandFailed("there is no dead letter of this document: " + id);
            }
            if (options.json()) {
                terminal.out().println(Json.text(found));
                return 0;
            }
            line("document", found.path("document_id"));
            line("sequence", found.path("sequence"));
            line("accepted", found.path("accepted_at"));
            line("attempts", found.path("attempts"));
            line("first failed", found.path("first_failed_at"));
            line("last failed", found.path("last_failed_at"));
            line("cause", found.path("detail"));
            JsonNode place = found.path("place");
            if (place.isObject()) {
                line("line", place.path("line"));
                line("chunk", place.path("ordinal"));
                terminal.out()
                        .printf(
                                "%-14s%s to %s%n",
                                "characters", place.path("start"), place.path("end"));
            }
            return 0;
        }

        private void line(String name, JsonNode value) {
            terminal.out().printf("%-14s%s%n", name, value.asString(""));
        }
    }

    /// Which documents a command is about.
    static final class Chosen {
        @Spec(Spec.Target.MIXEE)
        private CommandSpec spec = CommandSpec.create();

        @Mixin private ServerOptions options = new ServerOptions();

        @Parameters(paramLabel = "ID", arity = "0..*", description = "Ids of documents.")
        private List<String> ids = new ArrayList<>();

        @Option(names = "--all", description = "All of them.")
        private boolean all;

        private int move(Terminal terminal, String verb, String done) throws InterruptedException {
            if (all == !ids.isEmpty()) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "name the documents, or say --all");
            }
            ObjectNode body = Json.object();
            if (all) {
                body.put("all", true);
            } else {
                ArrayNode list = body.putArray("document_ids");
                ids.forEach(list::add);
            }
            String path = options.path() + "/dead-letters/" + verb;
            JsonNode answer = options.client(terminal).post(path, body);
            if (options.json()) {
                terminal.out().println(Json.text(answer));
                return 0;
            }
            String number = Text.count(answer.path(done).asLong(), "dead letter");
            terminal.out().println(number + " " + done);
            return 0;
        }
    }

    /// Tries dead letters again.
    @Command(
            name = "retry",
            description = {
                "Try dead letters again: those that are named, or all.",
                "One of an atomic request takes all of its request with it."
            })
    static final class Retry implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin private Chosen chosen = new Chosen();

        Retry(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            return chosen.move(terminal, "retry", "retried");
        }
    }

    /// Drops dead letters.
    @Command(
            name = "discard",
            description = {
                "Drop dead letters for good: those that are named, or all.",
                "One of an atomic request takes all of its request with it."
            })
    static final class Discard implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin private Chosen chosen = new Chosen();

        Discard(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            return chosen.move(terminal, "discard", "discarded");
        }
    }
}

package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

/// Forgets documents, and waits until nothing is left of them.
@Command(
        name = "purge",
        description = {
            "Forget documents: no version, rollback or backup to come holds them any more.",
            "It cannot be undone. The collection answers nothing while it runs."
        },
        footer = {
            "",
            "Examples:",
            "  freshet purge customers/4711.md --reason 'erasure request 12'",
            "  freshet purge --prefix customers/4711/ --expect 40"
        })
final class PurgeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private ServerOptions options = new ServerOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Ids of documents.")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description = "All documents whose id starts so; an empty one needs --expect.")
    private Optional<String> prefix = Optional.empty();

    @Option(
            names = "--expect",
            paramLabel = "N",
            description = "Forget nothing where more than so many match (default: 1000).")
    private Optional<Long> expect = Optional.empty();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the server's log.")
    private String reason = "";

    PurgeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        JsonNode answer = options.client(terminal).postAtLength(options.path() + "/purge", body());
        if (options.json()) {
            terminal.out().println(Json.text(answer));
            return 0;
        }
        terminal.out()
                .println(
                        "forgot "
                                + Text.count(answer.path("documents").asLong(), "document")
                                + "; index version "
                                + answer.path("index_version").asLong());
        return 0;
    }

    private ObjectNode body() {
        if (ids.isEmpty() != prefix.isPresent()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "name documents, or give --prefix");
        }
        ObjectNode body = Json.object();
        if (!ids.isEmpty()) {
            ArrayNode list = body.putArray("document_ids");
            ids.forEach(list::add);
        }
        prefix.ifPresent(value -> body.put("prefix", value));
        expect.ifPresent(value -> body.put("expect", value));
        if (!reason.isEmpty()) {
            body.put("reason", reason);
        }
        return body;
    }
}

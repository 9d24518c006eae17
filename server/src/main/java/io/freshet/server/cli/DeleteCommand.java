package io.freshet.server.cli;

import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemException;
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

/// Deletes documents, and waits until searches no longer find them.
@Command(
        name = "delete",
        description = {
            "Delete documents by id, by the beginning of their id, or by their metadata.",
            "All of them go in one version. Where more match than --expect says, none does."
        },
        footer = {
            "",
            "Examples:",
            "  freshet delete docs/old.md",
            "  freshet delete -c support ticket-17 ticket-18",
            "  freshet delete --prefix docs/v1/ --expect 40",
            "  freshet delete --filter '{\"team\": \"billing\"}'"
        })
final class DeleteCommand implements Callable<Integer> {
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
            names = "--filter",
            paramLabel = "JSON",
            description = "All documents whose metadata matches, as in a search.")
    private Optional<String> filter = Optional.empty();

    @Option(
            names = "--expect",
            paramLabel = "N",
            description = "Delete nothing where more than so many match.")
    private Optional<Long> expect = Optional.empty();

    DeleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        JsonNode answer =
                options.client(terminal)
                        .post(options.path() + "/delete?wait=visible&timeout=60s", body());
        if (options.json()) {
            terminal.out().println(Json.text(answer));
            return 0;
        }
        if (!answer.path("visible").asBoolean(true)) {
            terminal.out().println("accepted; not applied yet: see freshet status");
            return 0;
        }
        long deleted = answer.path("deleted").asLong();
        long unknown = ids.stream().distinct().count() - deleted;
        terminal.out()
                .println(
                        "deleted "
                                + deleted
                                + (ids.isEmpty() || unknown == 0 ? "" : ", not there " + unknown)
                                + "; index version "
                                + answer.path("index_version").asLong());
        return 0;
    }

    private ObjectNode body() {
        int selectors = (ids.isEmpty() ? 0 : 1) + (prefix.isPresent() ? 1 : 0);
        if (selectors + (filter.isPresent() ? 1 : 0) != 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "name documents, or give --prefix or --filter");
        }
        ObjectNode body = Json.object();
        if (!ids.isEmpty()) {
            ArrayNode list = body.putArray("document_ids");
            ids.forEach(list::add);
        }
        prefix.ifPresent(value -> body.put("prefix", value));
        filter.ifPresent(value -> body.set("filter", parsed(value)));
        expect.ifPresent(value -> body.put("expect", value));
        return body;
    }

    private JsonNode parsed(String json) {
        try {
            return Json.read(json);
        } catch (ProblemException e) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--filter is not JSON: " + e.problem().detail());
        }
    }
}

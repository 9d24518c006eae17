package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Lists what is kept back until somebody releases it, and releases what is named, or all.
abstract class Releasing implements Callable<Integer> {
    private final Terminal terminal;
    private final String name;
    private final String noun;

    @Mixin private ServerOptions options = new ServerOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Ids of documents.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--all", description = "All of them.")
    private boolean all;

    /// @param name of the list, as in its path
    /// @param noun what is released
    Releasing(Terminal terminal, String name, String noun) {
        this.terminal = terminal;
        this.name = name;
        this.noun = noun;
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
        String path = options.path() + "/" + name + "/release";
        JsonNode answer = options.client(terminal).post(path, body);
        if (options.json()) {
            terminal.out().println(Json.text(answer));
            return 0;
        }
        terminal.out().println(Text.count(answer.path("released").asLong(), noun) + " released");
        return 0;
    }

    /// All pages of a list.
    static ArrayNode list(ServerOptions options, Terminal terminal, String name)
            throws InterruptedException {
        ArrayNode all = Json.array();
        String after = "";
        while (true) {
            String path = options.path() + "/" + name + "?limit=1000" + after;
            JsonNode page = options.client(terminal).get(path);
            page.path(name).forEach(all::add);
            if (page.path("next").isNull()) {
                return all;
            }
            after = "&after=" + ApiClient.encoded(page.path("next").asString(""));
        }
    }
}

package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Deletes documents, and waits until searches no longer find them.
@Command(
        name = "delete",
        description = "Delete documents by id.",
        footer = {
            "",
            "Examples:",
            "  freshet delete docs/old.md",
            "  freshet delete -c support ticket-17 ticket-18"
        })
final class DeleteCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private ServerOptions options = new ServerOptions();

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids of documents.")
    private List<String> ids = new ArrayList<>();

    DeleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        ObjectNode body = Json.object();
        ArrayNode events = body.putArray("events");
        for (String id : ids) {
            events.addObject().put("event_type", "delete").put("document_id", id);
        }
        JsonNode answer =
                options.client(terminal)
                        .post(options.path() + "/events?wait=visible&timeout=60s", body);
        if (options.json()) {
            terminal.out().println(Json.text(answer));
            return 0;
        }
        if (!answer.path("visible").asBoolean(true)) {
            terminal.out().println("accepted; not applied yet: see freshet status");
            return 0;
        }
        int unknown = answer.path("unchanged").asInt();
        terminal.out()
                .println(
                        "deleted "
                                + (ids.size() - unknown)
                                + (unknown == 0 ? "" : ", not there " + unknown)
                                + "; index version "
                                + answer.path("index_version").asLong());
        return 0;
    }
}

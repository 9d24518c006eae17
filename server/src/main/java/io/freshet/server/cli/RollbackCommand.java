package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes an older version's content the newest version.
@Command(
        name = "rollback",
        description = {
            "Go back to the content of an older version: a new version, at no embedding cost.",
            "Another rollback undoes it. Events that wait meanwhile apply after it, or are dropped."
        },
        footer = {
            "",
            "Examples:",
            "  freshet diff 17 12                     what it would do",
            "  freshet rollback 12 --reason 'bad import'",
            "  freshet rollback 12 --prefix manual/",
            "  freshet rollback 12 --document guide/intro.md",
            "  freshet rollback 12 --discard-waiting  drop what is not indexed yet"
        })
final class RollbackCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private ServerOptions options = new ServerOptions();

    @Parameters(paramLabel = "VERSION", description = "Number of the version to go back to.")
    private long version;

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description = "Only documents whose id starts with this.")
    private String prefix = "";

    @Option(
            names = "--document",
            paramLabel = "ID",
            description = "Only this document; may be given more than once.")
    private List<String> documents = new ArrayList<>();

    @Option(
            names = "--discard-waiting",
            description = "Drop the events of these documents that are not indexed yet.")
    private boolean discardWaiting;

    @Option(
            names = "--allow-cost",
            description = "Where another model embedded that version: embed it anew.")
    private boolean allowCost;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the server's log.")
    private String reason = "";

    RollbackCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        ObjectNode body = Json.object().put("to_version", version);
        if (!prefix.isEmpty()) {
            body.put("prefix", prefix);
        }
        if (!documents.isEmpty()) {
            ArrayNode list = body.putArray("document_ids");
            documents.forEach(list::add);
        }
        if (discardWaiting) {
            body.put("discard_waiting", true);
        }
        if (allowCost) {
            body.put("allow_cost", true);
        }
        if (!reason.isEmpty()) {
            body.put("reason", reason);
        }
        JsonNode answer = options.client(terminal).post(options.path() + "/rollback", body);
        if (options.json()) {
            terminal.out().println(Json.text(answer));
            return 0;
        }
        if (answer.path("unchanged").asBoolean(false)) {
            terminal.out().println("nothing differs from version " + version);
        } else {
            JsonNode changed = answer.path("documents");
            terminal.out()
                    .println(
                            "version %d holds the content of version %d: %d back, %d changed, %d removed; %s embedded"
                                    .formatted(
                                            answer.path("index_version").asLong(),
                                            version,
                                            changed.path("inserted").asLong(),
                                            changed.path("updated").asLong(),
                                            changed.path("deleted").asLong(),
                                            embedded(answer)));
        }
        JsonNode dropped = answer.path("discarded");
        if (discardWaiting) {
            terminal.out()
                    .println(
                            Text.count(dropped.path("events").asLong(), "waiting event")
                                    + " dropped");
            dropped.path("document_ids")
                    .forEach(id -> terminal.out().println("  " + id.stringValue()));
        }
        long waiting = answer.path("waiting").asLong();
        if (waiting > 0) {
            terminal.out().println(Text.count(waiting, "document") + " waiting, to apply after it");
        }
        return 0;
    }

    private static String embedded(JsonNode answer) {
        long tokens = answer.path("tokens").path("embedded").asLong();
        return tokens == 0 ? "nothing" : Text.count(tokens, "token");
    }
}

package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Lists what versions did to a document.
@Command(
        name = "history",
        description = "List what the index versions did to a document, newest first.",
        footer = {"", "Examples:", "  freshet history guide/intro.md", "  freshet history a -n 5"})
final class HistoryCommand implements Callable<Integer> {
    private static final String ROW = "%8s  %-20s  %-7s  %16s%n";

    private final Terminal terminal;

    @Mixin private ServerOptions options = new ServerOptions();

    @Parameters(paramLabel = "ID", description = "Id of the document.")
    private String id = "";

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "How many, 1 to 1000 (default: 20).")
    private int limit = 20;

    HistoryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        String path =
                options.path()
                        + "/history?limit="
                        + limit
                        + "&document_id="
                        + ApiClient.encoded(id);
        JsonNode answer = options.client(terminal).get(path);
        if (options.json()) {
            terminal.out().println(Json.text(answer));
            return 0;
        }
        JsonNode changes = answer.path("history");
        if (changes.isEmpty()) {
            terminal.out().println("no retained version holds this document: " + id);
            return 0;
        }
        terminal.out().printf(ROW, "version", "time", "event", "chunks + - =");
        for (JsonNode change : changes) {
            terminal.out()
                    .printf(
                            ROW,
                            change.path("index_version").asLong(),
                            Text.moment(change.path("timestamp")),
                            change.path("event_type").asString(""),
                            Text.chunks(change.path("chunks")));
        }
        return 0;
    }
}

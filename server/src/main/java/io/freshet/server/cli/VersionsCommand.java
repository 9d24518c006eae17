package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Lists index versions, newest first.
@Command(
        name = "versions",
        description = "List the index versions, newest first.",
        footer = {"", "Examples:", "  freshet versions", "  freshet versions -n 100 --json"})
final class VersionsCommand implements Callable<Integer> {
    private static final String ROW = "%8s  %-20s  %-9s  %22s  %22s  %16s%n";

    private final Terminal terminal;

    @Mixin private ServerOptions options = new ServerOptions();

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "How many, 1 to 1000 (default: 20).")
    private int limit = 20;

    VersionsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        JsonNode answer = options.client(terminal).get(options.path() + "/versions?limit=" + limit);
        if (options.json()) {
            terminal.out().println(Json.text(answer));
            return 0;
        }
        JsonNode versions = answer.path("versions");
        if (versions.isEmpty()) {
            terminal.out().println("no versions yet: nothing has been indexed");
            return 0;
        }
        terminal.out()
                .printf(
                        ROW,
                        "version",
                        "time",
                        "cause",
                        "documents + ~ -",
                        "chunks + - =",
                        "tokens embedded");
        for (JsonNode version : versions) {
            print(version);
        }
        return 0;
    }

    private void print(JsonNode version) {
        JsonNode documents = version.path("documents");
        terminal.out()
                .printf(
                        ROW,
                        version.path("index_version").asLong(),
                        Text.moment(version.path("timestamp")),
                        version.path("cause").asString(""),
                        "+%d ~%d -%d"
                                .formatted(
                                        documents.path("inserted").asInt(),
                                        documents.path("updated").asInt(),
                                        documents.path("deleted").asInt()),
                        Text.chunks(version.path("chunks")),
                        version.path("tokens").path("embedded").asLong());
    }
}

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
        description = {
            "List the index versions, newest first, with their tags.",
            "tokens: those that were embedded."
        },
        footer = {"", "Examples:", "  freshet versions", "  freshet versions -n 100 --json"})
final class VersionsCommand implements Callable<Integer> {
    /// Within 80 columns.
    private static final String ROW = "%6s %-19s %-9s %-17s %-17s %6s%n";

    private static final int WIDTH = 80;
    private static final String INDENT = " ".repeat(7);

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
                        "number",
                        "time (UTC)",
                        "cause",
                        "documents + ~ -",
                        "chunks + - =",
                        "tokens");
        for (JsonNode version : versions) {
            print(version);
        }
        return 0;
    }

    private void print(JsonNode version) {
        JsonNode documents = version.path("documents");
        JsonNode chunks = version.path("chunks");
        terminal.out()
                .printf(
                        ROW,
                        version.path("index_version").asLong(),
                        Text.moment(version.path("timestamp")).replace('T', ' ').replace("Z", ""),
                        version.path("cause").asString(""),
                        "+%s ~%s -%s"
                                .formatted(
                                        brief(documents, "inserted"),
                                        brief(documents, "updated"),
                                        brief(documents, "deleted")),
                        "+%s -%s =%s"
                                .formatted(
                                        brief(chunks, "added"),
                                        brief(chunks, "removed"),
                                        brief(chunks, "kept")),
                        brief(version.path("tokens"), "embedded"));
        tags(version.path("tags"));
    }

    private static String brief(JsonNode counts, String name) {
        return Text.brief(counts.path(name).asLong());
    }

    /// On lines of their own, since they may be long.
    private void tags(JsonNode tags) {
        StringBuilder line = new StringBuilder();
        for (JsonNode tag : tags) {
            String name = tag.asString("");
            boolean fits = INDENT.length() + line.length() + 2 + name.length() <= WIDTH;
            if (!line.isEmpty() && !fits) {
                terminal.out().println(INDENT + terminal.bold(line.toString()));
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : ", ").append(name);
        }
        if (!line.isEmpty()) {
            terminal.out().println(INDENT + terminal.bold(line.toString()));
        }
    }
}

package io.freshet.server.cli;

import io.freshet.CollectionName;
import io.freshet.server.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Lists the collections.
@Command(
        name = "collections",
        description = "List the collections, or delete one.",
        footer = {
            "",
            "Examples:",
            "  freshet collections",
            "  freshet collections delete support",
        })
final class CollectionsCommand implements Callable<Integer> {
    private static final String ROW = "%-24s  %-8s  %10s  %10s  %8s  %8s%n";

    private final Terminal terminal;

    @Mixin private ServerOptions options = new ServerOptions();

    CollectionsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        JsonNode answer = options.client(terminal).get("/v1/collections");
        if (options.json()) {
            terminal.out().println(Json.text(answer));
            return 0;
        }
        terminal.out()
                .printf(ROW, "collection", "state", "documents", "chunks", "version", "waiting");
        answer.path("collections").forEach(this::print);
        return 0;
    }

    private void print(JsonNode collection) {
        terminal.out()
                .printf(
                        ROW,
                        collection.path("name").asString(""),
                        collection.path("state").asString(""),
                        Text.number(collection.path("documents").asLong()),
                        Text.number(collection.path("chunks").asLong()),
                        Text.number(collection.path("index_version").asLong()),
                        Text.number(collection.path("pending").asLong()));
    }

    /// Deletes one, once it is sure that this is meant.
    @Command(
            name = "delete",
            description = "Delete a collection with its documents and its settings.",
            footer = {
                "",
                "Examples:",
                "  freshet collections delete support",
                "  freshet collections delete support --yes",
            })
    static final class Delete implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin private ServerOptions options = new ServerOptions();

        @Parameters(paramLabel = "NAME", description = "The collection.")
        private String name = "";

        @Option(names = "--yes", description = "Do not ask.")
        private boolean yes;

        Delete(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            String path = path();
            ApiClient client = options.client(terminal);
            if (!yes) {
                confirm(client.get(path));
            }
            JsonNode removed = client.delete(path);
            if (options.json()) {
                terminal.out().println(Json.text(removed));
                return 0;
            }
            terminal.out()
                    .println(
                            "deleted "
                                    + name
                                    + ": "
                                    + Text.count(removed.path("documents").asLong(), "document")
                                    + ", last index version "
                                    + Text.number(removed.path("index_version").asLong()));
            return 0;
        }

        private String path() {
            try {
                return "/v1/collections/" + new CollectionName(name).value();
            } catch (IllegalArgumentException e) {
                throw new CommandFailed(String.valueOf(e.getMessage()));
            }
        }

        private void confirm(JsonNode status) {
            if (!terminal.live()) {
                throw new CommandFailed("not deleted: say --yes, or ask on a terminal");
            }
            terminal.err()
                    .print(
                            "This deletes "
                                    + Text.count(status.path("documents").asLong(), "document")
                                    + " of "
                                    + terminal.bold(name)
                                    + ". Type its name to go on: ");
            terminal.err().flush();
            if (!typed().equals(name)) {
                throw new CommandFailed("not deleted");
            }
        }

        private String typed() {
            try {
                String line =
                        new BufferedReader(
                                        new InputStreamReader(
                                                terminal.in(), StandardCharsets.UTF_8))
                                .readLine();
                return line == null ? "" : line.strip();
            } catch (IOException e) {
                throw new CommandFailed("not deleted: " + e.getMessage());
            }
        }
    }
}

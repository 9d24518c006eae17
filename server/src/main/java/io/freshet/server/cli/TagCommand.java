package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Names versions, which are kept for it.
@Command(
        name = "tag",
        description = {
            "Give a version a name. It is kept as long as it has one: searched, compared, gone back to.",
            "Without a name the tags are listed."
        },
        footer = {
            "",
            "Examples:",
            "  freshet tag release-3                  the newest version",
            "  freshet tag before-import 12",
            "  freshet tag --delete before-import",
            "  freshet tag"
        })
final class TagCommand implements Callable<Integer> {
    private static final String ROW = "%8s  %s%n";

    private final Terminal terminal;

    @Mixin private ServerOptions options = new ServerOptions();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "Letters, digits, ., _ and -.")
    private Optional<String> name = Optional.empty();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "VERSION",
            description = "Number of the version (default: the newest).")
    private Optional<Long> version = Optional.empty();

    @Option(names = "--delete", description = "Take the name away.")
    private boolean delete;

    TagCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        ApiClient client = options.client(terminal);
        if (delete && (name.isEmpty() || version.isPresent())) {
            throw new CommandFailed("--delete takes the name of a tag, and no version");
        }
        if (name.isEmpty()) {
            return list(client.get(options.path() + "/tags"));
        }
        String path = options.path() + "/tags/" + ApiClient.encoded(name.get());
        JsonNode answer = delete ? client.delete(path) : client.put(path, body());
        if (options.json()) {
            terminal.out().println(Json.text(answer));
            return 0;
        }
        terminal.out()
                .printf(
                        delete ? "tag %s of version %d is deleted%n" : "%s is version %d%n",
                        answer.path("name").asString(""),
                        answer.path("index_version").asLong());
        return 0;
    }

    private ObjectNode body() {
        ObjectNode body = Json.object();
        version.ifPresent(number -> body.put("index_version", number));
        return body;
    }

    private int list(JsonNode answer) {
        if (options.json()) {
            terminal.out().println(Json.text(answer));
            return 0;
        }
        if (answer.path("tags").isEmpty()) {
            terminal.out().println("no tags: freshet tag NAME gives the newest version one");
            return 0;
        }
        terminal.out().printf(ROW, "version", "tag");
        for (JsonNode tag : answer.path("tags")) {
            terminal.out()
                    .printf(ROW, tag.path("index_version").asLong(), tag.path("name").asString(""));
        }
        return 0;
    }
}

package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Shows changes as they become searchable.
@Command(
        name = "watch",
        description = {
            "Follow the change feed; a connection that breaks is made again and goes on where it was.",
            "With --json, one JSON value a line."
        },
        footer = {
            "",
            "Examples:",
            "  freshet watch",
            "  freshet watch -c default           every collection",
            "  freshet watch --since-version 17 --json"
        })
final class WatchCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private ServerOptions options = new ServerOptions();

    @Option(
            names = "--since-version",
            paramLabel = "N",
            description = "Begin behind this index version (default: with what comes next).")
    private long sinceVersion = -1;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "End after so many changes (default: never).")
    private long limit = Long.MAX_VALUE;

    private long seen;

    WatchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        URI server = options.uri(terminal);
        String token =
                options.token(terminal)
                        .map(value -> URLEncoder.encode(value, StandardCharsets.UTF_8))
                        .map(value -> "?token=" + value)
                        .orElse("");
        URI stream =
                URI.create(server.toString().replaceFirst("^http", "ws") + "/v1/stream" + token);
        var feed =
                new WatchedFeed(
                        stream,
                        options.collection(),
                        sinceVersion,
                        this::note,
                        WatchedFeed.Limits.DEFAULT);
        feed.follow(this::take);
        return 0;
    }

    private void note(String what) {
        terminal.err().println(what);
    }

    /// @return whether more is wanted
    private boolean take(JsonNode frame) {
        String type = frame.path("type").asString("");
        boolean isChange = type.equals("index_update");
        if (options.json()) {
            terminal.out().println(Json.text(frame));
        } else if (isChange) {
            printChange(frame);
        } else if (type.equals("batch_complete")) {
            printComplete(frame);
        }
        seen += isChange ? 1 : 0;
        return seen < limit;
    }

    private void printChange(JsonNode frame) {
        JsonNode event = frame.path("event");
        JsonNode chunks = event.path("chunks");
        String word = event.path("event_type").asString("");
        String padded = word + " ".repeat(Math.max(0, 7 - word.length()));
        terminal.out()
                .println(
                        frame.path("collection").asString("")
                                + " "
                                + event.path("index_version").asLong()
                                + "  "
                                + coloured(word, padded)
                                + "  "
                                + event.path("document_id").asString("")
                                + terminal.faint(
                                        "  chunks +%d -%d =%d"
                                                .formatted(
                                                        chunks.path("added").asInt(),
                                                        chunks.path("removed").asInt(),
                                                        chunks.path("kept").asInt())));
    }

    private String coloured(String word, String shown) {
        return switch (word) {
            case "insert" -> terminal.green(shown);
            case "delete" -> terminal.red(shown);
            default -> terminal.yellow(shown);
        };
    }

    private void printComplete(JsonNode frame) {
        terminal.out()
                .println(
                        terminal.faint(
                                frame.path("collection").asString("")
                                        + " "
                                        + frame.path("index_version").asLong()
                                        + "  complete  "
                                        + frame.path("timestamp").asString("")));
    }
}

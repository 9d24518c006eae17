package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// Shows what differs between two versions.
@Command(
        name = "diff",
        description = {
            "Show what differs between two versions: documents, and the text of their chunks.",
            "From the newer to the older it is what a rollback would do."
        },
        footer = {
            "",
            "Examples:",
            "  freshet diff 12 17",
            "  freshet diff 17 12 --names-only",
            "  freshet diff 12 17 --json"
        })
final class DiffCommand implements Callable<Integer> {
    private static final int LINE_CHARS_MAX = 200;
    private static final int LEAD_CHARS = 40;

    private final Terminal terminal;

    @Mixin private ServerOptions options = new ServerOptions();

    @Parameters(index = "0", paramLabel = "FROM", description = "Number of a version.")
    private long from;

    @Parameters(index = "1", paramLabel = "TO", description = "Number of a version.")
    private long to;

    @Option(names = "--names-only", description = "Only the documents' ids.")
    private boolean namesOnly;

    DiffCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        ArrayNode all = Json.array();
        String path = options.path() + "/diff?from=" + from + "&to=" + to + "&limit=200";
        String after = "";
        long shown = 0;
        while (true) {
            JsonNode page = options.client(terminal).get(path + after);
            for (JsonNode document : page.path("documents")) {
                shown++;
                if (options.json()) {
                    all.add(document);
                } else {
                    print(document);
                }
            }
            if (page.path("next").isNull()) {
                break;
            }
            after = "&after=" + ApiClient.encoded(page.path("next").asString(""));
        }
        if (options.json()) {
            terminal.out().println(Json.text(Json.object().set("documents", all)));
        } else if (shown == 0) {
            terminal.out().println("nothing differs");
        }
        return 0;
    }

    private void print(JsonNode document) {
        String mark =
                switch (document.path("event_type").asString("")) {
                    case "insert" -> "+ ";
                    case "delete" -> "- ";
                    default -> "~ ";
                };
        String metadata =
                document.path("metadata_changed").asBoolean(false) && mark.equals("~ ")
                        ? "  (metadata)"
                        : "";
        terminal.out().println(mark + document.path("document_id").asString("") + metadata);
        if (!namesOnly) {
            pieces(document.path("chunks"));
        }
    }

    /// What came in the place of a chunk is shown from where the two begin to differ.
    private void pieces(JsonNode chunks) {
        JsonNode removed = chunks.path("removed");
        JsonNode added = chunks.path("added");
        for (int i = 0; i < Math.max(removed.size(), added.size()); i++) {
            String before = line(removed.path(i));
            String after = line(added.path(i));
            int start = Math.max(0, common(before, after) - LEAD_CHARS);
            piece("- ", before, start);
            piece("+ ", after, start);
        }
    }

    private static String line(JsonNode chunk) {
        return chunk.path("text").asString("").replaceAll("\\s+", " ");
    }

    private static int common(String before, String after) {
        int length = Math.min(before.length(), after.length());
        for (int i = 0; i < length; i++) {
            if (before.charAt(i) != after.charAt(i)) {
                return i;
            }
        }
        return length;
    }

    private void piece(String mark, String text, int start) {
        if (text.isEmpty()) {
            return;
        }
        int end = Math.min(text.length(), start + LINE_CHARS_MAX);
        String cut =
                (start > 0 ? "…" : "")
                        + text.substring(start, end)
                        + (end < text.length() ? "…" : "");
        terminal.out().println("    " + mark + terminal.faint(cut));
    }
}

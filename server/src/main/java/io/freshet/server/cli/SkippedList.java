package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Prints what the sources of a collection have and is not indexed, page by page.
record SkippedList(Terminal terminal, ServerOptions options) {
    private static final int PAGE = 1000;

    int print() throws InterruptedException {
        ArrayNode all = Json.array();
        String after = "";
        do {
            JsonNode page = options.client(terminal).get(options.path() + query(after));
            if (options.json()) {
                page.path("skipped").forEach(all::add);
            } else {
                page.path("skipped").forEach(this::line);
            }
            after = page.path("next").asString("");
        } while (!after.isEmpty());
        if (options.json()) {
            ObjectNode tree = Json.object();
            tree.set("skipped", all);
            terminal.out().println(Json.text(tree));
        }
        return 0;
    }

    private static String query(String after) {
        String first = "/skipped?limit=" + PAGE;
        return after.isEmpty()
                ? first
                : first + "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
    }

    private void line(JsonNode skipped) {
        terminal.out()
                .println(
                        skipped.path("path").asString("")
                                + "  "
                                + terminal.yellow(skipped.path("reason").asString("")));
    }
}

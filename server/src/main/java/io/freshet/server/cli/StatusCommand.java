package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Says how a collection stands.
@Command(
        name = "status",
        description =
                "Show how a collection stands: documents, versions, what waits, sources, stores.",
        footer = {
            "",
            "Examples:",
            "  freshet status",
            "  freshet status --skipped",
            "  freshet status -c support --json"
        })
final class StatusCommand implements Callable<Integer> {
    private static final int LABEL_WIDTH = 16;
    private static final int BYTES_PER_KIB = 1024;

    private final Terminal terminal;

    @Mixin private ServerOptions options = new ServerOptions();

    @Option(
            names = "--skipped",
            description = "List what the sources have and is not indexed, with the reason.")
    private boolean skipped;

    StatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (skipped) {
            return new SkippedList(terminal, options).print();
        }
        JsonNode status = options.client(terminal).get(options.path());
        if (options.json()) {
            terminal.out().println(Json.text(status));
            return 0;
        }
        String state = status.path("state").asString("");
        boolean serving = state.equals("serving");
        line("collection", terminal.bold(options.collection()));
        line("state", serving ? terminal.green(state) : terminal.yellow(state));
        String trouble = status.path("problem").asString("");
        if (!trouble.isEmpty()) {
            line("problem", terminal.red(trouble));
        }
        line("documents", number(status.path("documents")));
        line("chunks", number(status.path("chunks")));
        line("index version", number(status.path("index_version")));
        line("kept", kept(status.path("retained")));
        line("accepted", "up to sequence " + number(status.path("sequence")));
        line("waiting", waiting(status));
        String full = status.path("backlog_problem").asString("");
        if (!full.isEmpty()) {
            line("backlog", terminal.red(full));
        }
        migration(status.path("migration"));
        if (status.path("withheld").asLong() > 0) {
            String deletes = Text.count(status.path("withheld").asLong(), "delete");
            line("withheld", terminal.yellow(deletes + ": see freshet withheld"));
        }
        if (status.path("reembedding").isObject()) {
            String held = ReembeddingCommand.summary(status.path("reembedding"));
            line("re-embedding", terminal.yellow(held + ": see freshet reembedding"));
        }
        if (status.path("dead_letters").asLong() > 0) {
            String letters = Text.count(status.path("dead_letters").asLong(), "document");
            line("dead letters", terminal.yellow(letters + ": see freshet dead-letters"));
        }
        if (status.path("freshness").isObject()) {
            line("freshness", freshness(status.path("freshness")));
        }
        status.path("sources").forEach(this::source);
        status.path("stores").forEach(this::store);
        status.path("complete").path("stores").forEach(this::readBack);
        spent(status.path("spent"));
        status.path("failing").forEach(this::failing);
        String problem = status.path("embedder_problem").asString("");
        if (!problem.isEmpty()) {
            line("embedder", terminal.red(problem));
        }
        return 0;
    }

    /// From which version on, and what that takes.
    private static String kept(JsonNode retained) {
        long tags = retained.path("tags").asLong();
        return "versions from "
                + number(retained.path("oldest_version"))
                + " on"
                + (tags == 0 ? "" : ", " + Text.count(tags, "tag"))
                + ", "
                + Text.number(retained.path("bytes").asLong() / BYTES_PER_KIB)
                + " KiB beyond the newest";
    }

    private void migration(JsonNode migration) {
        if (!migration.isObject()) {
            return;
        }
        if (!migration.path("state").asString("").equals("none")) {
            JsonNode progress = migration.path("progress");
            line(
                    "migration",
                    migration.path("state").asString("")
                            + (progress.isObject() ? ", " + MigrateCommand.progress(progress) : "")
                            + ": see freshet migrate status");
        }
        for (String name : new String[] {"problem", "remedy"}) {
            String text = migration.path(name).asString("");
            if (!text.isEmpty()) {
                line("migration", terminal.yellow(text));
            }
        }
    }

    private static String waiting(JsonNode status) {
        if (status.path("pending").asLong() == 0) {
            return "nothing";
        }
        return Text.count(status.path("pending").asLong(), "document")
                + ", the oldest for "
                + Text.seconds(status.path("oldest_pending_seconds").asDouble());
    }

    private static String freshness(JsonNode freshness) {
        return "searchable after "
                + Math.round(freshness.path("p50_ms").asDouble())
                + " ms (median), "
                + Math.round(freshness.path("p99_ms").asDouble())
                + " ms (99 %)";
    }

    private void store(JsonNode store) {
        String problem = store.path("problem").asString("");
        line(
                "store " + store.path("name").asString(""),
                "version "
                        + number(store.path("applied_version"))
                        + ", "
                        + number(store.path("rows"))
                        + " rows"
                        + (problem.isEmpty() ? "" : ", " + terminal.red(problem)));
    }

    private void readBack(JsonNode store) {
        JsonNode read = store.path("read_back");
        if (!read.isObject()) {
            return;
        }
        boolean isEqual = read.path("equal").asBoolean();
        String says =
                isEqual
                        ? terminal.green("equal to the ledger")
                        : terminal.red("differs from the ledger, and is mended");
        String ago = Text.seconds(read.path("age_seconds").asDouble()) + " ago";
        line("read back", says + ", " + ago + ", digest " + read.path("digest").asString(""));
    }

    private void source(JsonNode source) {
        StringBuilder says = new StringBuilder(source.path("path").asString(""));
        says.append(": ").append(source.path("state").asString(""));
        says.append(", ").append(Text.count(source.path("files").asLong(), "document"));
        append(says, source.path("to_read"), " to read");
        append(says, source.path("skipped"), " skipped");
        append(says, source.path("withheld"), " deletes withheld");
        append(says, source.path("held"), " held since a rollback");
        String problem = source.path("problem").asString("");
        String name = "source " + source.path("name").asString("");
        line(name, says + (problem.isEmpty() ? "" : ", " + terminal.red(problem)));
    }

    private static void append(StringBuilder says, JsonNode count, String what) {
        if (count.asLong() > 0) {
            says.append(", ").append(number(count)).append(what);
        }
    }

    private void spent(JsonNode spent) {
        if (!spent.isObject()) {
            return;
        }
        line(
                "embedded",
                number(spent.path("texts"))
                        + " texts, about "
                        + number(spent.path("tokens"))
                        + " tokens since it was opened");
        line(
                "spared",
                number(spent.path("kept_chunks"))
                        + " kept chunks, "
                        + number(spent.path("known_vectors"))
                        + " known vectors, "
                        + number(spent.path("superseded"))
                        + " superseded and "
                        + number(spent.path("unchanged"))
                        + " unchanged events");
    }

    private void failing(JsonNode failing) {
        line(
                "failing",
                terminal.red(failing.path("document_id").asString(""))
                        + ": "
                        + failing.path("problem").asString("")
                        + ", tried "
                        + failing.path("attempts").asInt()
                        + " times, again at "
                        + failing.path("retry_at").asString(""));
    }

    private static String number(JsonNode node) {
        return Text.number(node.asLong());
    }

    private void line(String label, String value) {
        terminal.out()
                .println(label + " ".repeat(Math.max(1, LABEL_WIDTH - label.length())) + value);
    }
}

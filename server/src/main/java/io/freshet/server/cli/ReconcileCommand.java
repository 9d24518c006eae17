package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Compares a collection with its sources and stores from scratch.
@Command(
        name = "reconcile",
        description = {
            "Compare sources, ledger and stores from scratch, and mend what differs.",
            "Exit 1 where a part could not be compared, or still differs."
        },
        footer = {
            "",
            "Examples:",
            "  freshet reconcile",
            "  freshet reconcile --dry-run",
            "  freshet reconcile -c support --json"
        })
final class ReconcileCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private ServerOptions options = new ServerOptions();

    @Option(names = "--dry-run", description = "Only tell what differs.")
    private boolean dryRun;

    ReconcileCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        ApiClient client = options.client(terminal);
        String path = options.path() + "/reconcile";
        JsonNode report =
                client.post(path + "?timeout=1s" + (dryRun ? "&dry_run=true" : ""), Json.object());
        while (report.path("state").asString("").equals("running")) {
            if (!options.json()) {
                terminal.err().println(progress(report));
            }
            report = client.get(path + "?timeout=5s");
        }
        if (options.json()) {
            terminal.out().println(Json.text(report));
        } else {
            report.path("sources").forEach(this::source);
            report.path("stores").forEach(this::store);
            terminal.out().println(summary(report));
        }
        return isGood(report) ? 0 : 1;
    }

    private static String progress(JsonNode report) {
        return report.path("rows_read").asLong() == 0
                ? "sources are listed"
                : number(report.path("rows_read"))
                        + " of "
                        + number(report.path("rows_total"))
                        + " rows are read back";
    }

    private void source(JsonNode source) {
        String problem = source.path("problem").asString("");
        String says =
                problem.isEmpty()
                        ? number(source.path("listed"))
                                + " listed, "
                                + number(source.path("added"))
                                + " new, "
                                + number(source.path("changed"))
                                + " changed, "
                                + number(source.path("gone"))
                                + " gone, "
                                + number(source.path("differing"))
                                + " indexed otherwise, "
                                + number(source.path("held"))
                                + " held"
                        : terminal.red(problem);
        terminal.out().println("source " + source.path("name").asString("") + ": " + says);
    }

    private void store(JsonNode store) {
        JsonNode drift = store.path("drift");
        String problem = store.path("problem").asString("");
        String says =
                problem.isEmpty()
                        ? number(store.path("found").path("rows"))
                                + " rows, "
                                + number(drift.path("missing"))
                                + " missing, "
                                + number(drift.path("extra"))
                                + " too many, "
                                + number(drift.path("different"))
                                + " different, "
                                + number(drift.path("no_vector"))
                                + " without vector"
                        : terminal.red(problem);
        terminal.out().println("store " + store.path("name").asString("") + ": " + says);
        for (JsonNode example : store.path("examples")) {
            terminal.out()
                    .println(
                            terminal.faint(
                                    "  "
                                            + example.path("kind").asString("")
                                            + "  "
                                            + example.path("document_id").asString("")));
        }
    }

    private String summary(JsonNode report) {
        long drift = report.path("drift").asLong();
        if (!isGood(report)) {
            return terminal.red("not everything could be compared or mended");
        }
        if (drift == 0) {
            return terminal.green("nothing differs");
        }
        return dryRun
                ? terminal.yellow(Text.count(drift, "difference") + ", nothing was changed")
                : terminal.green(Text.count(drift, "difference") + " found and taken up");
    }

    private static boolean isGood(JsonNode report) {
        boolean good = report.path("state").asString("").equals("done");
        for (JsonNode store : report.path("stores")) {
            good &= store.path("after").path("equal").asBoolean(true);
        }
        return good && report.path("balanced").asBoolean(true);
    }

    private static String number(JsonNode node) {
        return Text.number(node.asLong());
    }
}

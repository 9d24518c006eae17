package io.freshet.server.cli;

import io.freshet.library.Checked;
import io.freshet.library.EmbedderChecks;
import io.freshet.library.config.Config;
import io.freshet.server.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Looks at the embedders that a server started here would have.
@Command(
        name = "check",
        description = {
            "Check the embedders: keys, endpoints, models, dimensions, and whether all endpoints of",
            "a model serve the same one. Needs no running server; asks each for a few tokens."
        },
        footer = {
            "",
            "Examples:",
            "  freshet check",
            "  freshet check --config /etc/freshet.yaml --json"
        })
final class CheckCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private ConfigFlags flags = new ConfigFlags();

    @Option(names = "--json", description = "Print one JSON value and nothing else.")
    private boolean json;

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Config config = flags.read(terminal);
        List<Checked> found = EmbedderChecks.of(config);
        boolean well = found.stream().noneMatch(each -> each.result() == Checked.Result.FAIL);
        if (json) {
            terminal.out().println(Json.text(tree(found, well)));
        } else {
            found.forEach(this::say);
        }
        return well ? 0 : 1;
    }

    private void say(Checked found) {
        String result =
                switch (found.result()) {
                    case OK -> terminal.green("ok  ");
                    case WARN -> terminal.yellow("warn");
                    case FAIL -> terminal.red("FAIL");
                };
        terminal.out()
                .println(
                        result
                                + "  "
                                + terminal.bold(found.embedder() + " " + found.endpoint())
                                + "  "
                                + found.what()
                                + ": "
                                + found.detail());
    }

    private static ObjectNode tree(List<Checked> found, boolean well) {
        ObjectNode tree = Json.object().put("ok", well);
        ArrayNode checks = tree.putArray("checks");
        for (Checked each : found) {
            checks.addObject()
                    .put("embedder", each.embedder())
                    .put("endpoint", each.endpoint())
                    .put("check", each.what())
                    .put("result", each.result().name().toLowerCase(Locale.ROOT))
                    .put("detail", each.detail());
        }
        return tree;
    }
}

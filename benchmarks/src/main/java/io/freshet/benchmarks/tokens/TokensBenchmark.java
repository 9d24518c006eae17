package io.freshet.benchmarks.tokens;

import io.freshet.benchmarks.history.History;
import io.freshet.server.Assembly;
import io.freshet.server.Homes;
import io.freshet.server.config.CollectionConfigs;
import io.freshet.server.config.ConfigReader;
import io.freshet.spi.Extractor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// How many tokens real edits embed, next to other ways of keeping an index in step.
@Command(
        name = "tokens",
        description = {
            "Tokens that real edits embed, against other ways to keep an index in step.",
            "Replays the histories of documentation that people edited (bundles of git in"
                    + " histories/ below the directory that FRESHET_TEST_DATA names). Needs git on"
                    + " the path; no model and no network.",
        },
        footer = {
            "",
            "docs/benchmarks.md tells how to read the columns.",
            "Exit codes: 0 the figures are as promised, 1 they are not, 2 wrong use.",
        })
public final class TokensBenchmark implements Callable<Integer> {
    private final PrintStream out;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--history",
            paramLabel = "NAME",
            description = "One of rust-book, vue-docs-zh-cn, python-peps (default: all).")
    private List<String> names = new ArrayList<>();

    public TokensBenchmark(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<String> chosen = names.isEmpty() ? History.NAMES : names;
        for (String name : chosen) {
            if (History.bundle(name).isEmpty()) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        "there is no histories/%s.bundle in the directory that %s names"
                                .formatted(name, History.DATA));
            }
        }
        boolean kept = true;
        for (String name : chosen) {
            try (History history = History.of(name)) {
                Replay.Result result = Replay.of(history, extractor());
                new Report(out).print(result);
                kept &= Promise.of(name).isKeptBy(result);
            }
        }
        return kept ? 0 : 1;
    }

    /// The one that the server has.
    static Extractor extractor() {
        var defaults =
                ConfigReader.read(
                        new ConfigReader.Flags(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        Map.of());
        Homes homes = new Homes(Path.of("unused"));
        return new Assembly(new CollectionConfigs(defaults, homes), homes).extractor();
    }
}

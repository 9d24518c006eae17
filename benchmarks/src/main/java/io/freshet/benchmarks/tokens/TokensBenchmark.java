package io.freshet.benchmarks.tokens;

import io.freshet.benchmarks.history.Commit;
import io.freshet.benchmarks.history.History;
import io.freshet.benchmarks.replay.FolderReplay;
import io.freshet.benchmarks.running.RunningServer;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    private static final int TELL_EVERY = 25;

    private final PrintStream out;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--history",
            paramLabel = "NAME",
            description = "One of rust-book, vue-docs-zh-cn, python-peps (default: all).")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--replay",
            description = {
                "Also check every commit out in a folder that a server watches, and look after each"
                        + " whether the index is what a fresh one of the same files would be.",
                "Takes some minutes."
            })
    private boolean replay;

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
                Replay.Result result = Replay.of(history, RunningServer.extractor());
                new Report(out).print(result);
                kept &= Promise.of(name).isKeptBy(result);
                if (replay) {
                    checkOut(history);
                }
            }
        }
        return kept ? 0 : 1;
    }

    private void checkOut(History history) throws InterruptedException {
        List<Commit> commits = history.commits();
        FolderReplay.Seen seen =
                FolderReplay.of(
                        history, commits, done -> tell(history.name(), done, commits.size()));
        out.printf(
                Locale.ROOT,
                "replayed: %s, %d commits checked out in a watched folder, %d documents at the end;"
                        + " the index was a fresh one's after each%n"
                        + "words: %d added to a document and found there, %d removed from one and not"
                        + " found; %,d texts embedded, of %,d distinct chunks over all commits%n%n",
                history.name(),
                seen.commits(),
                seen.documents(),
                seen.added(),
                seen.removed(),
                seen.texts(),
                seen.chunks());
    }

    private static void tell(String history, int done, int total) {
        if (done % TELL_EVERY == 0 && done < total) {
            System.err.printf(Locale.ROOT, "%s: %d of %d commits%n", history, done, total);
        }
    }
}

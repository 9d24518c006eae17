package io.freshet.benchmarks.costs;

import io.freshet.benchmarks.history.History;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Whether the report of costs is what a model was asked for.
@Command(
        name = "costs",
        description = {
            "Whether the report of costs is, to the token, what a counting model was asked for.",
            "Indexes the histories of documentation (bundles of git in histories/ below the"
                    + " directory that FRESHET_TEST_DATA names), commit by commit, with a restart"
                    + " every 50. Needs git on the path; no model and no network. Takes minutes.",
        },
        footer = {"", "Exit codes: 0 it is, 1 it is not, 2 wrong use."})
public final class CostsBenchmark implements Callable<Integer> {
    private static final int RESTART_EVERY = 50;

    private final PrintStream out;

    public CostsBenchmark(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean agrees = true;
        List<String> names =
                History.NAMES.stream().filter(name -> History.bundle(name).isPresent()).toList();
        for (String name : names) {
            try (History history = History.of(name)) {
                Agreement found = Agreement.of(history, history.commits(), RESTART_EVERY);
                agrees &= found.isToTheToken();
                print(found);
            }
        }
        return agrees && !names.isEmpty() ? 0 : 1;
    }

    private void print(Agreement found) {
        out.printf(
                Locale.ROOT,
                "%s: %d commits; reported %,d tokens in %,d requests, %s dollars; asked for %,d"
                        + " tokens in %,d requests: %s%n",
                found.history(),
                found.commits(),
                found.reported().tokens(),
                found.reported().requests(),
                found.reported().money().usd().stripTrailingZeros().toPlainString(),
                found.model().tokens(),
                found.model().requests(),
                found.isToTheToken() ? "equal" : "DIFFERENT");
    }
}

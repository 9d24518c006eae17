package io.freshet.benchmarks;

import io.freshet.benchmarks.bulk.BacklogBenchmark;
import io.freshet.benchmarks.bulk.BulkBenchmark;
import io.freshet.benchmarks.costs.CostsBenchmark;
import io.freshet.benchmarks.quality.QualityBenchmark;
import io.freshet.benchmarks.recall.RecallBenchmark;
import io.freshet.benchmarks.recall.RollbackBenchmark;
import io.freshet.benchmarks.recall.TravelBenchmark;
import io.freshet.benchmarks.subscribers.SubscribersBenchmark;
import io.freshet.benchmarks.tokens.TokensBenchmark;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/// `./freshet bench NAME`. Exits with 0 where the figures are what the product promises, with 1
/// where they are not, with 2 for a wrong use.
@Command(
        name = "freshet bench",
        description = "Measures the product on this machine.",
        synopsisSubcommandLabel = "NAME")
public final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] arguments) {
        System.exit(run(System.out, arguments));
    }

    static int run(PrintStream out, String... arguments) {
        CommandLine benchmarks = new CommandLine(new Benchmarks());
        benchmarks
                .addSubcommand(new Freshness(out))
                .addSubcommand(new TokensBenchmark(out))
                .addSubcommand(new CostsBenchmark(out))
                .addSubcommand(new BulkBenchmark(out))
                .addSubcommand(new BacklogBenchmark(out))
                .addSubcommand(new SubscribersBenchmark(out))
                .addSubcommand(new RecallBenchmark(out))
                .addSubcommand(new TravelBenchmark(out))
                .addSubcommand(new RollbackBenchmark(out))
                .addSubcommand(new QualityBenchmark(out));
        addHelp(benchmarks);
        benchmarks.getSubcommands().values().forEach(Benchmarks::addHelp);
        benchmarks.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        if (arguments.length == 0) {
            benchmarks.usage(out);
            return CommandLine.ExitCode.OK;
        }
        return benchmarks.execute(arguments);
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec()
                .addOption(
                        OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("Show this help.")
                                .build());
    }
}

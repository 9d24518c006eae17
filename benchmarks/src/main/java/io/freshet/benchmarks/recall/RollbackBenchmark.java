package io.freshet.benchmarks.recall;

import io.freshet.benchmarks.running.Client;
import io.freshet.benchmarks.running.EventLine;
import io.freshet.benchmarks.running.Opened;
import io.freshet.benchmarks.running.RunningServer;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What it costs to go back to an older version, beside sending the texts of it once more, whose
/// vectors are all known.
@Command(
        name = "rollback",
        description = {
            "The time of a rollback, beside that of sending the same texts again.",
            "Documents are written anew, all in one version and with known vectors, and rolled"
                    + " back; in turns, each until it is searchable.",
        },
        footer = {"", "Exit codes: 0 what is promised is kept, 1 it is not, 2 wrong use."})
public final class RollbackBenchmark implements Callable<Integer> {
    private static final double RATIO_MAX = 1.2;
    private static final double NANOS_PER_MS = 1e6;
    private static final long SEED = 1;

    private final PrintStream out;
    private final TopicModel model = new TopicModel();

    @Option(
            names = "--documents",
            paramLabel = "N",
            description = "How many differ, of ten chunks each (default: 100).")
    private int documents = 100;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often both are done (default: 11).")
    private int rounds = 11;

    public RollbackBenchmark(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (RunningServer server =
                RunningServer.start("", adapters -> new Opened(adapters, () -> model))) {
            Client client = new Client(server.port());
            Prose prose = new Prose(SEED);
            List<ObjectNode> older = pages(prose);
            List<ObjectNode> newer = pages(prose);
            client.atomic(older);
            client.atomic(newer);
            List<Long> sent = new ArrayList<>();
            List<Long> rolledBack = new ArrayList<>();
            // The first round warms up.
            for (int round = 0; round <= rounds; round++) {
                long before = client.atomic(older).path("index_version").asLong() - 1;
                long start = System.nanoTime();
                JsonNode answer = client.rollBack(before);
                rolledBack.add(System.nanoTime() - start);
                check(answer);
                client.rollBack(before + 1);
                start = System.nanoTime();
                client.atomic(newer);
                sent.add(System.nanoTime() - start);
            }
            return print(sent.subList(1, rounds + 1), rolledBack.subList(1, rounds + 1)) ? 0 : 1;
        }
    }

    private List<ObjectNode> pages(Prose prose) {
        return IntStream.range(0, documents)
                .mapToObj(i -> EventLine.upsert("manual/page-%04d.md".formatted(i), prose.page()))
                .toList();
    }

    private static void check(JsonNode answer) {
        boolean isFree = answer.path("tokens").path("embedded").asLong(-1) == 0;
        if (!isFree || !answer.path("visible").asBoolean()) {
            throw new IllegalStateException("no rollback as it is promised: " + answer);
        }
    }

    private boolean print(List<Long> sent, List<Long> rolledBack) {
        double ratio = (double) median(rolledBack) / median(sent);
        out.printf(
                Locale.ROOT,
                "%d documents: sent again %.0f ms, rolled back %.0f ms (medians of %d), ratio %.2f%n",
                documents,
                median(sent) / NANOS_PER_MS,
                median(rolledBack) / NANOS_PER_MS,
                rounds,
                ratio);
        out.println(ratio <= RATIO_MAX ? "kept: 0 texts embedded" : "NOT KEPT");
        return ratio <= RATIO_MAX;
    }

    private static long median(List<Long> nanos) {
        return nanos.stream().sorted().toList().get(nanos.size() / 2);
    }
}

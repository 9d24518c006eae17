package io.freshet.benchmarks.recall;

import io.freshet.benchmarks.running.Client;
import io.freshet.benchmarks.running.Heap;
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

/// What a search of an older version costs, and whether it answers what an exact search answered
/// when that version was the newest.
@Command(
        name = "travel",
        description = {
            "The time and memory of a search at an older version.",
            "Made-up documents with vectors that lie as a model's do, taken in and edited by a"
                    + " server, which is then asked over HTTP for how it was before the edits.",
        },
        footer = {"", "Exit codes: 0 what is promised is kept, 1 it is not, 2 wrong use."})
public final class TravelBenchmark implements Callable<Integer> {
    private static final double MS_MAX = 250;
    private static final int PROMISED_CHUNKS = 10_000;
    private static final int HITS = 10;
    private static final int MIB = 1 << 20;
    private static final long SEED = 1;
    private static final List<String> MODES = List.of("vector", "keyword", "hybrid");

    private final PrintStream out;
    private final TopicModel model = new TopicModel();

    @Option(
            names = "--chunks",
            paramLabel = "N",
            split = ",",
            description = "About how many, one index for each (default: 10000,100000).")
    private List<Integer> chunks = List.of(10_000, 100_000);

    @Option(
            names = "--questions",
            paramLabel = "N",
            description = "How many of each mode (default: 20).")
    private int questions = 20;

    @Option(
            names = "--edits",
            paramLabel = "N",
            description = "How many versions are made since (default: 100).")
    private int edits = 100;

    public TravelBenchmark(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean isKept = true;
        for (int size : chunks) {
            isKept &= measure(size);
        }
        out.println(isKept ? "kept" : "NOT KEPT");
        return isKept ? 0 : 1;
    }

    private boolean measure(int size) throws InterruptedException {
        try (RunningServer server =
                RunningServer.start("", adapters -> new Opened(adapters, () -> model))) {
            Client client = new Client(server.port());
            Prose prose = new Prose(SEED);
            int documents = Loaded.documents(size);
            Loaded.fill(client, documents, prose);
            long version = client.status().path("index_version").asLong();
            long rows = client.chunks();
            List<String> asked =
                    IntStream.range(0, questions).mapToObj(_ -> prose.question()).toList();
            List<List<JsonNode>> then = new ArrayList<>();
            for (String mode : MODES) {
                List<JsonNode> hits = new ArrayList<>();
                for (String question : asked) {
                    hits.add(client.exact(question, mode, HITS).path("hits"));
                }
                then.add(hits);
            }
            for (int i = 0; i < edits; i++) {
                Loaded.edit(client, Math.floorMod(i * 7919, documents), prose);
            }
            Heap heap = Heap.watched();
            boolean isKept = true;
            for (int mode = 0; mode < MODES.size(); mode++) {
                Asking asking = new Asking(client, version, MODES.get(mode));
                isKept &= ask(asking, asked, then.get(mode)) || rows > PROMISED_CHUNKS;
                print(asking, rows, heap);
            }
            return isKept;
        }
    }

    /// Of one mode.
    private record Asking(Client client, long version, String mode, List<Double> ms) {
        Asking(Client client, long version, String mode) {
            this(client, version, mode, new ArrayList<>());
        }

        JsonNode hits(String question) throws InterruptedException {
            JsonNode answer = client.at(version, question, mode, HITS);
            ms.add(answer.path("took_ms").asDouble());
            return answer.path("hits");
        }

        double quantileMs(double share) {
            List<Double> sorted = ms.stream().sorted().toList();
            return sorted.get((int) Math.floor(share * (sorted.size() - 1)));
        }
    }

    /// @return whether it was fast enough
    private static boolean ask(Asking asking, List<String> questions, List<JsonNode> then)
            throws InterruptedException {
        for (int i = 0; i < questions.size(); i++) {
            JsonNode hits = asking.hits(questions.get(i));
            if (!hits.equals(then.get(i))) {
                throw new IllegalStateException(
                        "not what it answered then; mode="
                                + asking.mode
                                + " now="
                                + hits
                                + " then="
                                + then.get(i));
            }
        }
        return asking.quantileMs(0.5) <= MS_MAX;
    }

    private void print(Asking asking, long rows, Heap heap) {
        out.printf(
                Locale.ROOT,
                "%,9d chunks, %-8s  median %6.0f ms, p90 %6.0f ms, the first %6.0f ms; heap after"
                        + " collections at most %,d MiB%n",
                rows,
                asking.mode,
                asking.quantileMs(0.5),
                asking.quantileMs(0.9),
                asking.ms.getFirst(),
                heap.keptMax() / MIB);
    }
}

package io.freshet.benchmarks.recall;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What the approximate search finds of what the exact one does, and what a search costs beside
/// bare Lucene.
@Command(
        name = "recall",
        description = {
            "Recall of the approximate search, and the time of a search beside bare Lucene.",
            "Made-up documents with vectors that lie as a model's do, taken in and edited by a"
                    + " server.",
        },
        footer = {"", "Exit codes: 0 what is promised is kept, 1 it is not, 2 wrong use."})
public final class RecallBenchmark implements Callable<Integer> {
    static final double RECALL_MIN = 0.98;
    private static final double RATIO_MAX = 1.5;
    private static final int TIMED_CHUNKS_MIN = 100_000;
    private static final int EDITS = 100;
    private static final int ROUNDS = 5;

    private final PrintStream out;
    private final TopicModel model = new TopicModel();

    @Option(
            names = "--chunks",
            paramLabel = "N",
            split = ",",
            description = "About how many, one index for each (default: 1000,10000,100000).")
    private List<Integer> chunks = List.of(1_000, 10_000, 100_000);

    @Option(
            names = "--questions",
            paramLabel = "N",
            description = "How many of each index and filter (default: 200).")
    private int questions = 200;

    public RecallBenchmark(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        boolean isKept = true;
        for (int size : chunks) {
            isKept &= measure(size);
        }
        out.println(isKept ? "kept" : "NOT KEPT");
        return isKept ? 0 : 1;
    }

    private boolean measure(int size) throws InterruptedException, IOException {
        try (Loaded loaded = Loaded.of(size, EDITS, model)) {
            boolean asPublished = measure(loaded, "as published", size >= TIMED_CHUNKS_MIN);
            loaded.merge();
            return measure(loaded, "merged", size >= TIMED_CHUNKS_MIN) && asPublished;
        }
    }

    private boolean measure(Loaded loaded, String state, boolean isTimed) throws IOException {
        boolean isKept = true;
        try (var measuring = new Measuring(loaded.data(), loaded.lucene(), model, questions)) {
            for (Share share : Share.values()) {
                double recall = measuring.recall(share);
                isKept &= recall >= RECALL_MIN;
                out.printf(
                        Locale.ROOT,
                        "%,9d chunks, %-12s  filter keeps %3d %%  recall@10 %.4f%n",
                        measuring.rows(),
                        state,
                        share.percent(),
                        recall);
            }
            return isTimed ? isFast(measuring, state) && isKept : isKept;
        }
    }

    private boolean isFast(Measuring measuring, String state) throws IOException {
        Measuring.Times times = measuring.times(Share.TENTH, ROUNDS);
        out.printf(
                Locale.ROOT,
                "hybrid by a ready vector, 10 %% filter, k = 10, %s in %d segments: median %.2f ms,"
                        + " bare Lucene %.2f ms, ratio %.2f%n",
                state,
                times.segments(),
                times.productMs(),
                times.bareMs(),
                times.ratio());
        return times.ratio() <= RATIO_MAX;
    }
}

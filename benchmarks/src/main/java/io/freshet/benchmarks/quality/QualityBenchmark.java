package io.freshet.benchmarks.quality;

import io.freshet.CollectionName;
import io.freshet.SearchRequest.Mode;
import io.freshet.benchmarks.history.History;
import io.freshet.benchmarks.running.RunningServer;
import io.freshet.spi.Adapters;
import io.freshet.spi.Embedder;
import io.freshet.spi.Vectors;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// How well the right document is found, at one setting after another.
@Command(name = "quality", description = "How well searches find what answers a question.")
public final class QualityBenchmark implements Callable<Integer> {
    private final PrintStream out;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--set", paramLabel = "NAME", description = "Default: all.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--target", paramLabel = "TOKENS", description = "Default: all four.")
    private List<Integer> targets = new ArrayList<>();

    @Option(names = "--prefix", paramLabel = "KIND", description = "Default: all three.")
    private List<String> prefixes = new ArrayList<>();

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Where vectors are kept from run to run (default: ${DEFAULT-VALUE}).")
    private Path keep = Path.of("freshet-bench");

    public QualityBenchmark(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<TestSet> sets = sets();
        Adapters adapters = RunningServer.adapters(keep);
        try (Vectors kept = adapters.vectors();
                Embedder model = adapters.embedder(new CollectionName("knowledge_base"))) {
            KeptVectors vectors = new KeptVectors(model, kept);
            for (String prefix : prefixes.isEmpty() ? List.of("none", "title", "heading") : prefixes) {
                for (int target : targets.isEmpty() ? List.of(320, 192, 256, 384) : targets) {
                    for (TestSet set : sets) {
                        measure(set, target, prefix, vectors);
                    }
                }
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private void measure(TestSet set, int target, String prefix, KeptVectors vectors)
            throws InterruptedException {
        long asked = vectors.asked();
        long start = System.nanoTime();
        String yaml = "{chunking: {target_tokens: %d, prefix: %s}}".formatted(target, prefix);
        try (Indexed index = Indexed.of(set, yaml, vectors)) {
            double chunks = index.chunksPerDocument();
            StringBuilder line = new StringBuilder();
            for (Mode mode : Mode.values()) {
                Scores mean = Scores.mean(index.scores(mode));
                line.append(
                        " | %s %.4f %.4f %.4f"
                                .formatted(mode, mean.ndcg10(), mean.recall100(), mean.mrr10()));
            }
            long bytes = index.stop();
            out.printf(
                    "%s %d %s chunks/doc %.2f, %d bytes, %d embedded, %.0f s%s%n",
                    set.name(),
                    target,
                    prefix,
                    chunks,
                    bytes,
                    vectors.asked() - asked,
                    (System.nanoTime() - start) / 1e9,
                    line);
        }
    }

    private List<TestSet> sets() {
        List<TestSet> sets = new ArrayList<>();
        for (String name : names.isEmpty() ? Retrieval.NAMES : names) {
            Path directory =
                    Retrieval.directory(name)
                            .orElseThrow(
                                    () ->
                                            new CommandLine.ParameterException(
                                                    spec.commandLine(),
                                                    "there is no retrieval/%s in the directory that %s names"
                                                            .formatted(name, History.DATA)));
            sets.add(Retrieval.read(name, directory));
        }
        return sets;
    }
}

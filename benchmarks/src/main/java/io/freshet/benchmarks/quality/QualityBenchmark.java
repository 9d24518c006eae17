package io.freshet.benchmarks.quality;

import io.freshet.Chunking;
import io.freshet.Chunking.Prefix;
import io.freshet.SearchSettings.Method;
import io.freshet.benchmarks.history.History;
import io.freshet.benchmarks.quality.longset.LongSet;
import io.freshet.benchmarks.running.DataDirectory;
import io.freshet.benchmarks.running.RunningServer;
import io.freshet.benchmarks.tokens.Spared;
import io.freshet.spi.Adapters;
import io.freshet.spi.Embedder;
import io.freshet.spi.Vectors;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// How well the right document is found, at one setting after another.
@Command(
        name = "quality",
        description = {
            "How well searches find what answers a question.",
            "Judged questions over real documents, through the server's own pipeline: SciFact and"
                    + " Cranfield (retrieval/ below the directory that FRESHET_TEST_DATA names), and"
                    + " long pages of rust-book and of Python's PEPs (from histories/ there). Without"
                    + " an option: the default settings.",
            "The first run embeds some ten thousand texts, which takes minutes; their vectors are"
                    + " kept.",
        },
        footer = {
            "",
            "docs/benchmarks.md tells how to read the figures.",
            "Exit codes: 0 the figures are as promised, 1 they are not, 2 wrong use.",
        })
public final class QualityBenchmark implements Callable<Integer> {
    private static final List<Integer> TARGETS = List.of(192, 256, 320, 384);
    private static final int SHOWN = 12;

    private final PrintStream out;
    private final Report report;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--set",
            paramLabel = "NAME",
            description = "One of scifact, cranfield, long (default: all).")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--chunking",
            description = {
                "Also each size of chunks with each prefix, and what the histories' edits spare then.",
                "Most of an hour on two cores the first time."
            })
    private boolean chunking;

    @Option(names = "--keywords", description = "Also each analysis with each k1 and b of BM25.")
    private boolean keywords;

    @Option(names = "--fusion", description = "Also the ways of merging the two lists.")
    private boolean fusion;

    @Option(
            names = "--settings",
            paramLabel = "SETTINGS",
            defaultValue = "",
            description =
                    "Settings of the collection to measure in the place of the defaults, as in"
                            + " freshet.yaml: 'chunking: {target_tokens: 256}, search: {depth: 50}'.")
    private String settings = "";

    @Option(
            names = "--write-long",
            paramLabel = "FILE",
            description =
                    "Make the set of long documents anew from the histories, write it here, and end.")
    private @Nullable Path writeLong;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            defaultValue = "freshet-bench",
            description = "Where vectors are kept from run to run (default: ${DEFAULT-VALUE}).")
    private Path keep = Path.of("freshet-bench");

    public QualityBenchmark(PrintStream out) {
        this.out = out;
        this.report = new Report(out);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (writeLong != null) {
            LongSet.write(writeLong);
            return CommandLine.ExitCode.OK;
        }
        List<TestSet> sets = sets();
        sets.forEach(report::print);
        Adapters adapters = DataDirectory.of(keep).adapters();
        try (Vectors kept = adapters.vectors();
                Embedder model = adapters.embedder(DataDirectory.KNOWLEDGE_BASE)) {
            KeptVectors vectors = new KeptVectors(model, kept);
            try {
                return measured(sets, vectors);
            } finally {
                vectors.write();
            }
        }
    }

    private int measured(List<TestSet> sets, KeptVectors model) throws InterruptedException {
        boolean isKept = defaults(sets, model);
        if (chunking) {
            chunking(sets, model);
        }
        if (keywords) {
            KeywordSweep sweep = new KeywordSweep();
            for (TestSet set : sets) {
                sweep.add(set, model);
            }
            out.printf("%nkeyword search, nDCG@10%n");
            sweep.scores().forEach(report::keyword);
        }
        return isKept ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private boolean defaults(List<TestSet> sets, KeptVectors model) throws InterruptedException {
        Map<TestSet, Measured> all = new LinkedHashMap<>();
        FusionSweep sweep = new FusionSweep();
        Setting setting = new Setting(settings);
        report.heading("settings");
        for (TestSet set : sets) {
            try (Indexed index = Indexed.of(set, setting, model)) {
                Measured measured = Measured.of(index, setting);
                report.line(set.name(), setting.title(), measured);
                all.put(set, measured);
                if (fusion) {
                    try (Asked asked = index.ask(setting)) {
                        sweep.add(set, asked);
                    }
                }
            }
        }
        if (fusion) {
            List<FusionSweep.Tried> tried = sweep.tried();
            report.fusion(
                    "the best ways of merging, nDCG@10 on the half not chosen on",
                    tried.subList(0, SHOWN));
            report.fusion(
                    "for comparison",
                    List.of(
                            sweep.tried(
                                    FusionSweep.Way.of(
                                            Method.RRF, 60, 0.5, FusionSweep.DEPTH_MAX))));
        }
        out.println();
        boolean isKept = true;
        for (Map.Entry<TestSet, Measured> one : all.entrySet()) {
            Promise promise = Promise.of(one.getKey().name());
            report.verdict(one.getKey().name(), promise, one.getValue());
            isKept &= promise.isKeptBy(one.getValue());
        }
        return isKept;
    }

    private void chunking(List<TestSet> sets, KeptVectors model) throws InterruptedException {
        report.heading("target, prefix");
        for (Prefix prefix : Prefix.values()) {
            for (int target : TARGETS) {
                String name = prefix.name().toLowerCase(Locale.ROOT);
                String title = target + ", " + name;
                for (TestSet set : sets) {
                    report.line(
                            set.name(),
                            title,
                            Measured.of(
                                    TestSets.sampled(set), Setting.chunking(target, name), model));
                }
                report.spared(title, spared(new Chunking(target, prefix)));
            }
        }
    }

    private static Map<String, Double> spared(Chunking chunking) throws InterruptedException {
        Map<String, Double> shares = new LinkedHashMap<>();
        for (String name : History.NAMES) {
            try (History history = History.of(name)) {
                shares.put(name, Spared.of(history, RunningServer.extractor(), chunking));
            }
        }
        return shares;
    }

    private List<TestSet> sets() throws InterruptedException {
        List<TestSet> sets = new ArrayList<>();
        for (String name : names.isEmpty() ? TestSets.NAMES : names) {
            sets.add(
                    TestSets.read(name)
                            .orElseThrow(
                                    () ->
                                            new CommandLine.ParameterException(
                                                    spec.commandLine(),
                                                    "there is no set %s in the directory that %s names; sets: %s"
                                                            .formatted(
                                                                    name,
                                                                    History.DATA,
                                                                    TestSets.NAMES))));
        }
        return sets;
    }
}

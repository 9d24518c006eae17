package io.freshet.benchmarks.quality;

import io.freshet.SearchRequest.Mode;
import io.freshet.SearchSettings.Fusion;
import io.freshet.benchmarks.quality.FusionSweep.Halves;
import io.freshet.benchmarks.quality.FusionSweep.Tried;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/// The figures as tables for people. Confined to one thread.
final class Report {
    private static final double MIB = 1024.0 * 1024;

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void print(TestSet set) {
        out.printf(
                Locale.ROOT,
                "%s: %,d documents, %d questions%n",
                set.name(),
                set.documents().size(),
                set.questions().size());
    }

    void heading(String setting) {
        out.printf(
                Locale.ROOT,
                "%n%-10s %-26s %11s %9s   %-20s %-20s %-20s%n%-37s %11s %9s   %s%n",
                "set",
                setting,
                "chunks/doc",
                "index",
                "hybrid",
                "vector",
                "keyword",
                "",
                "",
                "",
                "nDCG   recall MRR    ".repeat(3));
    }

    void line(String set, String setting, Measured measured) {
        out.printf(
                Locale.ROOT,
                "%-10s %-26s %11.2f %5.1f MiB   %s %s %s%n",
                set,
                setting,
                measured.chunksPerDocument(),
                measured.bytes() / MIB,
                scores(measured.score(Mode.HYBRID)),
                scores(measured.score(Mode.VECTOR)),
                scores(measured.score(Mode.KEYWORD)));
    }

    private static String scores(Scores scores) {
        return String.format(
                Locale.ROOT, "%.4f %.4f %.4f", scores.ndcg10(), scores.recall100(), scores.mrr10());
    }

    void spared(String setting, Map<String, Double> shares) {
        StringBuilder line = new StringBuilder();
        shares.forEach(
                (history, share) ->
                        line.append(
                                String.format(Locale.ROOT, "  %s %.1f %%", history, 100 * share)));
        out.printf(Locale.ROOT, "%-10s %-26s%s%n", "spared", setting, line);
    }

    /// nDCG@10 alone.
    void keyword(String setting, SequencedMap<String, Double> scores) {
        StringBuilder line = new StringBuilder();
        scores.forEach(
                (set, score) -> line.append(String.format(Locale.ROOT, "  %s %.4f", set, score)));
        out.printf(Locale.ROOT, "%-46s%s%n", setting, line);
    }

    void fusion(String title, List<Tried> tried) {
        out.printf(Locale.ROOT, "%n%s%n", title);
        for (Tried one : tried) {
            StringBuilder line = new StringBuilder();
            one.halves().forEach((set, halves) -> line.append(halves(set, halves)));
            out.printf(
                    Locale.ROOT, "%-46s chosen on %.4f %s%n", way(one.way()), one.chosenOn(), line);
        }
    }

    private static String halves(String set, Halves halves) {
        return String.format(
                Locale.ROOT, "  %s %.4f (all %.4f)", set, halves.reported(), halves.all());
    }

    private static String way(FusionSweep.Way way) {
        Fusion fusion = way.fusion();
        String k =
                switch (fusion.method()) {
                    case RRF -> String.format(Locale.ROOT, " k %.0f", fusion.k());
                    case WEIGHTED_SUM -> "";
                };
        return String.format(
                Locale.ROOT,
                "%s%s, %.1f on vectors, depth %d",
                fusion.method().name().toLowerCase(Locale.ROOT),
                k,
                fusion.vectorWeight(),
                way.depth());
    }

    void verdict(String set, Promise promise, Measured measured) {
        out.printf(
                Locale.ROOT,
                "%s: %s, hybrid nDCG@10 %.4f, promised %.3f; %+.4f against the better of its parts%n",
                promise.isKeptBy(measured) ? "kept" : "NOT KEPT",
                set,
                measured.score(Mode.HYBRID).ndcg10(),
                promise.ndcg10(),
                measured.gain());
    }
}

package io.freshet.benchmarks.tokens;

import io.freshet.benchmarks.tokens.Edit.Way;
import java.io.PrintStream;
import java.util.Locale;

/// The figures of one history as a table for people. Confined to one thread.
final class Report {
    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void print(Replay.Result result) {
        Group all = Group.all(result.edits());
        Sizes sizes = result.sizes();
        out.printf(
                Locale.ROOT,
                "%s: %d commits, %d documents at the end%n",
                result.history(),
                result.commits(),
                result.documents());
        out.printf(
                Locale.ROOT,
                "mean size: Freshet %.1f tokens, recursive %.1f (limit %d)%n",
                sizes.chunk(),
                sizes.piece(),
                sizes.splitter().tokensMax());
        print(all);
        print(all.small());
        print(all.withoutLargest());
        print(all.largest());
        out.println();
        out.printf(
                Locale.ROOT,
                "small edits that embed one piece or none: Freshet %.1f %%, recursive %.1f %%%n",
                100 * all.small().atMostOnePiece(Way.FRESHET),
                100 * all.small().atMostOnePiece(Way.RECURSIVE));
        out.printf(
                Locale.ROOT,
                "new documents after the first commit: %,d tokens in %,d chunks, embedded whole by all%n",
                result.added().tokens(),
                result.added().pieces());
        out.printf(
                Locale.ROOT,
                "known by their text, so not asked for by Freshet though counted above: %,d tokens of"
                        + " edits, %,d of new documents%n",
                result.editsKnown().tokens(),
                result.addedKnown().tokens());
        verdict(result);
        out.println();
    }

    private void print(Group group) {
        out.println();
        out.printf(
                Locale.ROOT,
                "  %-34s %12s %9s %8s %8s %9s %8s%n",
                group.title() + ": " + group.edits().size(),
                "tokens",
                "per edit",
                "spared",
                "by edit",
                "x blocks",
                "pieces");
        for (Way way : Way.values()) {
            out.printf(
                    Locale.ROOT,
                    "    %-32s %,12d %,9.0f %6.1f %% %6.1f %% %9.2f %8.2f%n",
                    way.title(),
                    group.cost(way).tokens(),
                    group.tokensByEdit(way),
                    100 * group.spared(way),
                    100 * group.sparedByEdit(way),
                    group.timesBlocks(way),
                    group.piecesByEdit(way));
        }
    }

    private void verdict(Replay.Result result) {
        Promise promise = Promise.of(result.history());
        Group group = Promise.about(result);
        out.printf(
                Locale.ROOT,
                "%s: %s, %s: spared %.1f %%, promised %.0f %%; %s the recursive splitter%n",
                promise.isKeptBy(result) ? "kept" : "NOT KEPT",
                result.history(),
                group.title(),
                100 * group.spared(Way.FRESHET),
                100 * promise.spared(),
                Promise.beatsSplitter(group) ? "less than" : "NOT LESS THAN");
    }
}

package io.freshet.benchmarks.tokens;

import io.freshet.benchmarks.tokens.Edit.Way;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Edits that are told of together.
record Group(String title, List<Edit> edits) {
    Group {
        edits = List.copyOf(edits);
    }

    static Group all(List<Edit> edits) {
        return new Group("all edits", edits);
    }

    Group small() {
        return new Group("small edits (one block)", edits.stream().filter(Edit::small).toList());
    }

    /// The commit with the most edits, alone.
    Group largest() {
        String commit = largestCommit();
        return new Group("commit " + commit + " alone", ofCommit(commit, true));
    }

    Group withoutLargest() {
        String commit = largestCommit();
        return new Group("without commit " + commit, ofCommit(commit, false));
    }

    private List<Edit> ofCommit(String commit, boolean its) {
        return edits.stream().filter(edit -> edit.commit().equals(commit) == its).toList();
    }

    private String largestCommit() {
        Map<String, Long> counts =
                edits.stream()
                        .map(Edit::commit)
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return counts.entrySet().stream()
                .max(
                        Map.Entry.<String, Long>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElse("");
    }

    Cost cost(Way way) {
        return edits.stream().map(edit -> edit.cost(way)).reduce(Cost.NONE, Cost::plus);
    }

    /// Of all tokens that embedding the documents whole would take, the share that this way spares.
    double spared(Way way) {
        long whole = cost(Way.WHOLE).tokens();
        return whole == 0 ? 0 : 1 - (double) cost(way).tokens() / whole;
    }

    /// The mean of what each edit spares: a long document counts no more than a short one.
    double sparedByEdit(Way way) {
        return edits.stream().mapToDouble(edit -> 1 - edit.share(way)).average().orElse(0);
    }

    double tokensByEdit(Way way) {
        return edits.isEmpty() ? 0 : (double) cost(way).tokens() / edits.size();
    }

    double piecesByEdit(Way way) {
        return edits.isEmpty() ? 0 : (double) cost(way).pieces() / edits.size();
    }

    /// The share of the edits that embed one piece or none.
    double atMostOnePiece(Way way) {
        return edits.stream()
                .mapToInt(edit -> edit.cost(way).pieces() <= 1 ? 1 : 0)
                .average()
                .orElse(0);
    }

    /// How many times what the changed blocks alone would cost.
    double timesBlocks(Way way) {
        long blocks = cost(Way.BLOCKS).tokens();
        return blocks == 0 ? 0 : (double) cost(way).tokens() / blocks;
    }
}

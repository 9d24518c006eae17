package io.freshet.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Median and ninth decile of named measurements, in the order in which they were first given.
/// Confined to one thread.
final class Table {
    private static final double NANOS_PER_MS = 1e6;

    private final SequencedMap<String, List<Long>> rows = new LinkedHashMap<>();

    void add(String row, long nanos) {
        rows.computeIfAbsent(row, _ -> new ArrayList<>()).add(nanos);
    }

    double medianMs(String row) {
        return quantileMs(row, 0.5);
    }

    private double quantileMs(String row, double share) {
        List<Long> sorted = rows.getOrDefault(row, List.of()).stream().sorted().toList();
        return sorted.isEmpty()
                ? 0
                : sorted.get((int) Math.floor(share * (sorted.size() - 1))) / NANOS_PER_MS;
    }

    void print(PrintStream out) {
        out.printf("%-44s %10s %10s%n", "", "median ms", "p90 ms");
        for (String row : rows.keySet()) {
            out.printf("%-44s %10.1f %10.1f%n", row, medianMs(row), quantileMs(row, 0.9));
        }
    }
}

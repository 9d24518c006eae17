package io.freshet.library.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// What a misspelt word probably meant. Pure.
final class Nearest {
    private Nearest() {}

    /// The candidate that takes the fewest edits, where they are few enough to be a slip.
    static Optional<String> of(String word, Collection<String> candidates) {
        return candidates.stream()
                .min(Comparator.comparingInt(candidate -> edits(word, candidate)))
                .filter(candidate -> edits(word, candidate) <= Math.max(2, candidate.length() / 3));
    }

    /// Letters inserted, removed or replaced.
    private static int edits(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
                current[column] =
                        Math.min(
                                above[column - 1] + replaced,
                                1 + Math.min(above[column], current[column - 1]));
            }
            above = current;
        }
        return above[to.length()];
    }
}

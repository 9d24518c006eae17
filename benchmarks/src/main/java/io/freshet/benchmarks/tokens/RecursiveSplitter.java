package io.freshet.benchmarks.tokens;

import io.freshet.planner.Tokens;
import java.util.ArrayList;
import java.util.List;

/// The splitter that most projects begin with, to compare with: at the widest separator that the
/// text holds, and what is still too large at the next one; then neighbours are packed from the
/// front, as long as they fit. Without overlap.
///
/// @param tokensMax of a piece, by the same estimate as the chunker's
record RecursiveSplitter(int tokensMax) {
    private static final List<String> SEPARATORS = List.of("\n\n", "\n", " ", "");

    /// The pieces in order, without white space at their ends.
    List<String> split(String text) {
        List<String> pieces = new ArrayList<>();
        split(text, 0, pieces);
        return pieces;
    }

    private void split(String text, int level, List<String> into) {
        int separator = level;
        while (!text.contains(SEPARATORS.get(separator))) {
            separator++;
        }
        var packed = new Packed(SEPARATORS.get(separator), into);
        for (String part : parts(text, SEPARATORS.get(separator))) {
            int tokens = Tokens.count(part);
            if (tokens > tokensMax && separator + 1 < SEPARATORS.size()) {
                packed.flush();
                split(part, separator + 1, into);
            } else {
                packed.add(part, tokens);
            }
        }
        packed.flush();
    }

    private static List<String> parts(String text, String separator) {
        return separator.isEmpty()
                ? text.codePoints().mapToObj(Character::toString).toList()
                : List.of(text.split(separator, -1));
    }

    /// What is packed into one piece at the moment.
    private final class Packed {
        private final String separator;
        private final List<String> into;
        private final List<String> parts = new ArrayList<>();
        private int tokens;

        private Packed(String separator, List<String> into) {
            this.separator = separator;
            this.into = into;
        }

        private void add(String part, int more) {
            if (tokens + more > tokensMax) {
                flush();
            }
            parts.add(part);
            tokens += more;
        }

        private void flush() {
            String piece = String.join(separator, parts).strip();
            if (!piece.isEmpty()) {
                into.add(piece);
            }
            parts.clear();
            tokens = 0;
        }
    }
}

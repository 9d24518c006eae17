package io.freshet.benchmarks.tokens;

import java.util.EnumMap;
import java.util.Map;

/// A document that was there before a commit and after it, with another text.
///
/// @param commit whose it is
/// @param costs what it costs by each way
/// @param small whether one block was changed, added or removed, and no other
record Edit(String commit, Map<Way, Cost> costs, boolean small) {
    Edit {
        costs = new EnumMap<>(costs);
    }

    /// How an index is kept in step with an edit.
    enum Way {
        /// The changed document is embedded whole.
        WHOLE("whole documents"),
        /// Recursive splitting; pieces whose text the document held before are kept.
        RECURSIVE("recursive, hash diff"),
        /// Chunks that the document held before are kept.
        FRESHET("Freshet"),
        /// The changed blocks alone: no index of chunks can do with less.
        BLOCKS("changed blocks");

        private final String title;

        Way(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    Cost cost(Way way) {
        return costs.getOrDefault(way, Cost.NONE);
    }

    /// Of what embedding the document whole would cost; 0 where that is nothing.
    double share(Way way) {
        long whole = cost(Way.WHOLE).tokens();
        return whole == 0 ? 0 : (double) cost(way).tokens() / whole;
    }
}

package io.freshet.benchmarks.tokens;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;

/// What a document is embedded as: each distinct text with its tokens. The same text is the same
/// piece, wherever it stands, and is embedded once.
record Pieces(SequencedMap<String, Integer> tokens) {
    Pieces {
        tokens = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tokens));
    }

    /// What embedding all of them costs.
    Cost whole() {
        return new Cost(
                tokens.values().stream().mapToLong(Integer::longValue).sum(), tokens.size());
    }

    /// Those that are here and were not there.
    Pieces without(Pieces before) {
        SequencedMap<String, Integer> fresh = new LinkedHashMap<>(tokens);
        fresh.keySet().removeAll(before.tokens.keySet());
        return new Pieces(fresh);
    }

    Pieces within(Set<String> known) {
        SequencedMap<String, Integer> some = new LinkedHashMap<>(tokens);
        some.keySet().retainAll(known);
        return new Pieces(some);
    }
}

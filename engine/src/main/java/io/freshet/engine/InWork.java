package io.freshet.engine;

import io.freshet.Batch;
import io.freshet.Chunk;
import io.freshet.Planned;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// The texts, by hash, of what is planned and not committed: no ledger refers to them yet, and
/// their vectors are needed. Safe for any thread.
final class InWork {
    private final Map<Long, Set<String>> batches = new ConcurrentHashMap<>();

    void begin(Planned planned) {
        batches.put(
                planned.batch().id(),
                planned.changes().stream()
                        .flatMap(change -> change.added().stream())
                        .map(Chunk::hash)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    void end(Batch batch) {
        batches.remove(batch.id());
    }

    Set<String> texts() {
        return batches.values().stream()
                .flatMap(Set::stream)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

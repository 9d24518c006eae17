package io.freshet.source;

import io.freshet.DocumentId;
import io.freshet.SourceItem;
import io.freshet.SourceProgress;
import io.freshet.spi.Source.Scope;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The documents of a source as it was last told to the journal: what a listing is compared with.
/// One small item for each document is held in memory. Confined to its shard.
final class Known {
    /// In the order of strings, in which all that starts with a prefix lies together too.
    private final TreeMap<String, SourceItem> items = new TreeMap<>();

    void add(Collection<SourceItem> more) {
        more.forEach(item -> items.put(item.document().value(), item));
    }

    void apply(SourceProgress progress) {
        add(progress.seen());
        progress.gone().forEach(document -> items.remove(document.value()));
    }

    Optional<SourceItem> find(DocumentId document) {
        return Optional.ofNullable(items.get(document.value()));
    }

    boolean holds(DocumentId document) {
        return items.containsKey(document.value());
    }

    int size() {
        return items.size();
    }

    /// Those within a scope, each once.
    Collection<SourceItem> within(Scope scope) {
        if (scope.isAll()) {
            return items.values();
        }
        Set<SourceItem> found = new LinkedHashSet<>();
        for (String prefix : scope.prefixes()) {
            for (SourceItem item : items.tailMap(prefix, true).values()) {
                if (!item.document().value().startsWith(prefix)) {
                    break;
                }
                found.add(item);
            }
        }
        return found;
    }

    /// Of these contents, those that a document still has that is not among `missing`.
    Set<String> held(Collection<String> hashes, Missing missing) {
        Set<String> asked = new LinkedHashSet<>(hashes);
        Set<String> held = new LinkedHashSet<>();
        for (SourceItem item : items.values()) {
            if (asked.contains(item.hash()) && !missing.holds(item.document())) {
                held.add(item.hash());
            }
        }
        return held;
    }
}

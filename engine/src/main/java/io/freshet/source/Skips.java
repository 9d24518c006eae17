package io.freshet.source;

import io.freshet.SourceStatus;
import io.freshet.spi.Source.Skipped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/// What a source has and is not indexed, with its reason. The first 10,000 by path are held; the
/// count is that of the last whole listing, moved by what later ones showed (I8). Confined to its
/// shard; what it gives out is immutable.
final class Skips {
    static final int HELD_MAX = 10_000;

    private final String source;
    private final Oddities oddities;
    private final TreeMap<String, String> reasons = new TreeMap<>();
    private long more;

    Skips(String source, Oddities oddities) {
        this.source = source;
        this.oddities = oddities;
    }

    void listed(Look look) {
        if (look.scope().isAll()) {
            reasons.clear();
            more = 0;
        } else {
            reasons.keySet()
                    .removeIf(path -> look.scope().prefixes().stream().anyMatch(path::startsWith));
        }
        look.listing().skipped().forEach(this::add);
        look.listing().unread().forEach(this::add);
    }

    private void add(Skipped skipped) {
        boolean isNew = reasons.put(skipped.path(), skipped.reason()) == null;
        if (isNew && reasons.size() > HELD_MAX) {
            reasons.pollLastEntry();
            more++;
        }
    }

    long count() {
        return reasons.size() + more + oddities.size();
    }

    List<SourceStatus.Skipped> shown() {
        TreeMap<String, String> all = new TreeMap<>(reasons);
        oddities.all().forEach(odd -> all.put(odd.path(), odd.reason()));
        List<SourceStatus.Skipped> shown = new ArrayList<>();
        all.forEach(
                (path, reason) -> {
                    if (shown.size() < HELD_MAX) {
                        shown.add(new SourceStatus.Skipped(source, path, reason));
                    }
                });
        return Collections.unmodifiableList(shown);
    }
}

package io.freshet.sim;

import io.freshet.Cost;
import io.freshet.CostEntry;
import io.freshet.SparedEntry;
import io.freshet.spi.Costs;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Costs in memory, which outlive the object that is used: what is opened on the same state goes on
/// from there.
public final class MemoryCosts implements Costs {
    private final State state;

    /// What lies on the disk.
    public static final class State {
        private final Map<CostEntry.Kind, Cost> costs = new TreeMap<>();
        private final Map<SparedEntry.Kind, SparedEntry> spared = new TreeMap<>();
        private final SortedMap<Long, CostEntry> asking = new TreeMap<>();
        private long last;
    }

    public MemoryCosts(State state) {
        this.state = state;
        synchronized (state) {
            state.asking.values().forEach(this::sum);
            state.asking.clear();
        }
    }

    private void sum(CostEntry entry) {
        state.costs.merge(entry.kind(), entry.cost(), Cost::plus);
    }

    @Override
    public long asking(CostEntry expected) {
        synchronized (state) {
            state.asking.put(++state.last, expected);
            return state.last;
        }
    }

    @Override
    public void counted(long asked, CostEntry took) {
        synchronized (state) {
            if (state.asking.remove(asked) != null) {
                sum(took);
            }
        }
    }

    @Override
    public void add(Collection<CostEntry> costs, Collection<SparedEntry> spared) {
        synchronized (state) {
            costs.forEach(this::sum);
            spared.forEach(entry -> state.spared.merge(entry.kind(), entry, SparedEntry::plus));
        }
    }

    @Override
    public List<CostEntry> costs(LocalDate first, LocalDate last) {
        synchronized (state) {
            Map<CostEntry.Kind, Cost> all = new TreeMap<>(state.costs);
            state.asking.values().forEach(e -> all.merge(e.kind(), e.cost(), Cost::plus));
            List<CostEntry> entries = new ArrayList<>();
            all.forEach(
                    (kind, cost) -> {
                        if (!kind.day().isBefore(first) && !kind.day().isAfter(last)) {
                            entries.add(new CostEntry(kind, cost));
                        }
                    });
            return entries;
        }
    }

    @Override
    public List<SparedEntry> spared(LocalDate first, LocalDate last) {
        synchronized (state) {
            return state.spared.values().stream()
                    .filter(entry -> !entry.kind().day().isBefore(first))
                    .filter(entry -> !entry.kind().day().isAfter(last))
                    .toList();
        }
    }

    @Override
    public void close() {}
}

package io.freshet.engine;

import io.freshet.CollectionName;
import io.freshet.Cost;
import io.freshet.CostEntry;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Money;
import io.freshet.Price;
import io.freshet.SparedEntry;
import io.freshet.SpentFor;
import io.freshet.embedding.Meter;
import io.freshet.planner.Tokens;
import io.freshet.spi.Costs;
import io.freshet.spi.World;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What all collections spend and are spared. Requests for documents that are paid for are on disk
/// before they are sent and again before their answer is used; questions, what costs nothing, and
/// what was spared is gathered and written within a second. So a crash loses a second of those, and
/// of the others nothing: what was in flight counts as it was estimated.
///
/// Safe for any thread; its lock is never held across a call.
final class Accounting {
    private static final System.Logger LOG = System.getLogger(Accounting.class.getName());

    private final Costs costs;
    private final Runnable writeSoon;
    private Map<CostEntry.Kind, Cost> gathered = new TreeMap<>();
    private Map<SparedEntry.Kind, SparedEntry> spared = new TreeMap<>();
    private final Map<Long, CostEntry> uncounted = new TreeMap<>();
    private boolean isToBeWritten;

    /// @param writeSoon has [#write] called within a second, on a thread that may block
    Accounting(Costs costs, Runnable writeSoon) {
        this.costs = costs;
        this.writeSoon = writeSoon;
    }

    /// That of one collection.
    Meter meter(CollectionName collection, World world) {
        return asked -> asking(new Request(collection, world, asked));
    }

    private record Request(CollectionName collection, World world, Meter.Asked asked) {
        LocalDate day() {
            return LocalDate.ofInstant(world.now(), ZoneOffset.UTC);
        }

        long estimate() {
            return asked.texts().stream().mapToLong(Tokens::count).sum();
        }

        /// Whether it is on disk before it is sent. Questions are not: somebody waits for them, and
        /// they are short.
        boolean isNoted() {
            return asked.cause() != SpentFor.QUERY
                    && !asked.price().map(Price::isFree).orElse(false);
        }

        /// @param counted as the provider says; 0 where it does not
        CostEntry took(LocalDate day, long counted) {
            long tokens = counted > 0 ? counted : estimate();
            Optional<Price> price = asked.price();
            return of(
                    day,
                    new Cost(
                            1,
                            asked.texts().size(),
                            tokens,
                            counted > 0 ? 0 : tokens,
                            price.isPresent() ? 0 : tokens,
                            price.map(known -> known.of(tokens)).orElse(Money.ZERO),
                            Cost.Failed.NONE));
        }

        CostEntry of(LocalDate day, Cost cost) {
            return new CostEntry(
                    new CostEntry.Kind(
                            day, collection, asked.cause(), asked.model(), asked.endpoint()),
                    cost);
        }
    }

    private Meter.Running asking(Request request) {
        LocalDate day = request.day();
        if (!request.isNoted()) {
            return running(request, day, entry -> gather(List.of(entry), List.of()));
        }
        long number = costs.asking(request.took(day, 0));
        return running(request, day, entry -> counted(number, entry));
    }

    private interface End {
        void with(CostEntry entry);
    }

    private static Meter.Running running(Request request, LocalDate day, End end) {
        return new Meter.Running() {
            @Override
            public void answered(long tokens) {
                end.with(request.took(day, tokens));
            }

            @Override
            public void failed() {
                end.with(
                        request.of(
                                day,
                                Cost.failed(request.asked.texts().size(), request.estimate())));
            }
        };
    }

    /// Where it cannot be written now it is later: the answer is there and paid for.
    private void counted(long number, CostEntry entry) {
        try {
            costs.counted(number, entry);
        } catch (Unavailable e) {
            synchronized (this) {
                uncounted.put(number, entry);
            }
            soon();
        }
    }

    /// Counts what was not asked for.
    void spare(Collection<SparedEntry> entries) {
        gather(List.of(), entries);
    }

    private void gather(Collection<CostEntry> spent, Collection<SparedEntry> entries) {
        synchronized (this) {
            spent.forEach(entry -> gathered.merge(entry.kind(), entry.cost(), Cost::plus));
            entries.forEach(entry -> spared.merge(entry.kind(), entry, SparedEntry::plus));
        }
        soon();
    }

    private void soon() {
        synchronized (this) {
            if (isToBeWritten) {
                return;
            }
            isToBeWritten = true;
        }
        writeSoon.run();
    }

    /// Writes what was gathered; what cannot be written stays. Blocking and native.
    void write() {
        List<CostEntry> spent = new ArrayList<>();
        List<SparedEntry> entries;
        Map<Long, CostEntry> late;
        synchronized (this) {
            isToBeWritten = false;
            gathered.forEach((kind, cost) -> spent.add(new CostEntry(kind, cost)));
            entries = List.copyOf(spared.values());
            late = new TreeMap<>(uncounted);
            gathered = new TreeMap<>();
            spared = new TreeMap<>();
            uncounted.clear();
        }
        late.forEach(this::counted);
        try {
            if (!spent.isEmpty() || !entries.isEmpty()) {
                costs.add(spent, entries);
            }
        } catch (Unavailable e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "costs are written later", e);
            gather(spent, entries);
        }
    }

    /// All that is known, what was not written yet included. Blocking and native.
    Report report(LocalDate first, LocalDate last) {
        write();
        return new Report(costs.costs(first, last), costs.spared(first, last));
    }

    /// Costs and what was spared, by day and kind.
    record Report(List<CostEntry> costs, List<SparedEntry> spared) {
        Report {
            costs = List.copyOf(costs);
            spared = List.copyOf(spared);
        }
    }
}

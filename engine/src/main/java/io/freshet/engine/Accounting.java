package io.freshet.engine;

import io.freshet.Budget;
import io.freshet.CollectionName;
import io.freshet.Cost;
import io.freshet.CostEntry;
import io.freshet.Failure;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Money;
import io.freshet.Price;
import io.freshet.Priority;
import io.freshet.SparedEntry;
import io.freshet.SpentFor;
import io.freshet.cost.CostReport;
import io.freshet.embedding.Meter;
import io.freshet.planner.Tokens;
import io.freshet.spi.Costs;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// What all collections spend and are spared. Requests for documents that are paid for are on disk
/// before they are sent and again before their answer is used; questions, what costs nothing, and
/// what was spared is gathered and written within a second. So a crash loses a second of those, and
/// of the others nothing: what was in flight counts as it was estimated.
///
/// Safe for any thread; what counts never waits for what writes.
final class Accounting {
    static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

    /// A clock may be set back; what was spent up to here before is not forgotten for it.
    private static final Period LOOKED_BACK = Period.ofYears(1);

    private static final System.Logger LOG = System.getLogger(Accounting.class.getName());

    private static final Set<SpentFor> NEVER_HELD =
            EnumSet.of(SpentFor.QUERY, SpentFor.PROBE, SpentFor.MEND);

    private static final Duration NOTE_AGAIN = Duration.ofSeconds(1);

    private final Costs costs;
    private final Runnable writeSoon;
    private final Budgets budgets;
    private Map<CostEntry.Kind, Cost> gathered = new TreeMap<>();
    private Map<SparedEntry.Kind, SparedEntry> spared = new TreeMap<>();
    private final Map<Long, CostEntry> uncounted = new TreeMap<>();
    private final Map<CollectionName, Watched> watched = new TreeMap<>();
    private boolean isToBeWritten;

    /// Held while what was gathered is on its way into the record: whoever reports waits for it.
    private final ReentrantLock writing = new ReentrantLock();

    private volatile Instant noteAgainAt = Instant.EPOCH;

    /// @param budget of all collections together
    /// @param now how late it is
    /// @param writeSoon has [#write] called within a second, on a thread that may block
    Accounting(Costs costs, Budget budget, Instant now, Runnable writeSoon) {
        this.costs = costs;
        this.writeSoon = writeSoon;
        this.budgets = new Budgets(budget);
        costs.costs(day(now).minus(LOOKED_BACK), LAST_DAY).forEach(budgets::add);
    }

    /// That of one collection.
    ///
    /// @param budget its own
    Meter meter(CollectionName collection, World world, Budget budget) {
        return new Meter() {
            @Override
            public Running asking(Asked asked) {
                return Accounting.this.asking(new Request(collection, world, budget, asked));
            }

            @Override
            public Optional<Failure> held(Priority priority, Optional<Price> price) {
                return price.map(Price::isFree).orElse(false)
                        ? Optional.empty()
                        : unwritten(world.now())
                                .or(
                                        () ->
                                                budgets.held(
                                                        collection,
                                                        budget,
                                                        new Budgets.When(priority, world.now())));
            }

            @Override
            public SoFar soFar() {
                return budgets.soFar(collection, day(world.now()));
            }

            @Override
            public void spared(SparedEntry.Reason reason, long count, long tokens) {
                if (count > 0) {
                    SparedEntry.Kind kind =
                            new SparedEntry.Kind(day(world.now()), collection, reason);
                    gather(List.of(), List.of(new SparedEntry(kind, count, tokens)));
                }
            }
        };
    }

    private static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    private record Request(
            CollectionName collection, World world, Budget budget, Meter.Asked asked) {
        LocalDate day() {
            return Accounting.day(world.now());
        }

        /// What is asked for its own sake, or for somebody who waits, is never held.
        Budgets.When when() {
            return new Budgets.When(
                    NEVER_HELD.contains(asked.cause()) ? Priority.CRITICAL : asked.priority(),
                    world.now());
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
            return running(
                    request,
                    day,
                    entry -> {
                        budgets.add(entry);
                        gather(List.of(entry), List.of());
                    });
        }
        CostEntry expected = request.took(day, 0);
        budgets.take(expected, request.budget, request.when()).ifPresent(Accounting::refuse);
        long number = noted(expected, request.world);
        return running(
                request,
                day,
                entry -> {
                    budgets.correct(expected, entry);
                    counted(number, entry);
                });
    }

    private static void refuse(Failure held) {
        throw new Unavailable(held.problem(), held.retryAfter().orElse(Duration.ZERO));
    }

    private long noted(CostEntry expected, World world) {
        try {
            return costs.asking(expected);
        } catch (RuntimeException e) {
            budgets.giveBack(expected);
            noteAgainAt = world.now().plus(NOTE_AGAIN);
            throw e;
        }
    }

    /// While the record cannot be written nothing is asked for at a price, and no endpoint is to
    /// blame for it: questions go on.
    private Optional<Failure> unwritten(Instant now) {
        return now.isBefore(noteAgainAt)
                ? Optional.of(
                        new Failure(
                                false,
                                Optional.of(NOTE_AGAIN),
                                "the record of costs cannot be written: "
                                        + costs.problem().orElse("it is tried again")))
                : Optional.empty();
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

    /// Counts by itself how many events of an open collection were superseded.
    ///
    /// @param superseded since ever; throws once the collection is closed
    void watch(CollectionName collection, World world, LongSupplier superseded) {
        long before = superseded.getAsLong();
        synchronized (this) {
            watched.put(collection, new Watched(collection, world, superseded, before));
        }
    }

    private record Watched(
            CollectionName collection, World world, LongSupplier superseded, long before) {}

    private void look() {
        List<Watched> all;
        synchronized (this) {
            all = List.copyOf(watched.values());
        }
        for (Watched each : all) {
            try {
                look(each, each.superseded.getAsLong());
            } catch (RuntimeException _) {
                // it is closed, and watched anew when it is opened
                synchronized (this) {
                    watched.remove(each.collection, each);
                }
            }
        }
    }

    private synchronized void look(Watched each, long now) {
        Watched next = new Watched(each.collection, each.world, each.superseded, now);
        if (now > each.before && watched.replace(each.collection, each, next)) {
            SparedEntry.Kind kind =
                    new SparedEntry.Kind(
                            day(each.world.now()),
                            each.collection,
                            SparedEntry.Reason.SUPERSEDED_EVENT);
            spared.merge(kind, new SparedEntry(kind, now - each.before, 0), SparedEntry::plus);
        }
    }

    /// Writes what was gathered; what cannot be written stays. Blocking and native.
    void write() {
        writing.lock();
        try {
            writeGathered();
        } finally {
            writing.unlock();
        }
    }

    private void writeGathered() {
        List<CostEntry> spent = new ArrayList<>();
        List<SparedEntry> entries;
        Map<Long, CostEntry> late;
        look();
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

    /// All that is known of these days, what was not written yet included. Blocking and native.
    CostReport report(LocalDate first, LocalDate last) {
        write();
        return new CostReport(costs.costs(first, last), costs.spared(first, last));
    }
}

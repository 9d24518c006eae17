package io.freshet.cost;

import io.freshet.CollectionName;
import io.freshet.Cost;
import io.freshet.CostEntry;
import io.freshet.SparedEntry;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// What embedding took and what was spared in some days, by day and kind.
public record CostReport(List<CostEntry> costs, List<SparedEntry> spared) {
    private static final MathContext DIGITS = MathContext.DECIMAL64;

    public CostReport {
        costs = List.copyOf(costs);
        spared = List.copyOf(spared);
    }

    /// Of one collection alone.
    public CostReport of(CollectionName collection) {
        return new CostReport(
                costs.stream().filter(each -> each.kind().collection().equals(collection)).toList(),
                spared.stream()
                        .filter(each -> each.kind().collection().equals(collection))
                        .toList());
    }

    /// Of these days alone, both included.
    public CostReport within(LocalDate first, LocalDate last) {
        return new CostReport(
                costs.stream().filter(each -> isWithin(each.kind().day(), first, last)).toList(),
                spared.stream().filter(each -> isWithin(each.kind().day(), first, last)).toList());
    }

    private static boolean isWithin(LocalDate day, LocalDate first, LocalDate last) {
        return !day.isBefore(first) && !day.isAfter(last);
    }

    public Cost total() {
        return costs.stream().map(CostEntry::cost).reduce(Cost.NONE, Cost::plus);
    }

    /// Summed up by what the function makes of each.
    public <K extends Comparable<K>> SortedMap<K, Cost> by(Function<CostEntry.Kind, K> key) {
        SortedMap<K, Cost> sums = new TreeMap<>();
        costs.forEach(each -> sums.merge(key.apply(each.kind()), each.cost(), Cost::plus));
        return sums;
    }

    /// How often and how many tokens of it.
    public record Spared(long count, long tokens) {
        Spared plus(Spared other) {
            return new Spared(count + other.count, tokens + other.tokens);
        }
    }

    public SortedMap<SparedEntry.Reason, Spared> sparedByReason() {
        SortedMap<SparedEntry.Reason, Spared> sums = new TreeMap<>();
        spared.forEach(
                each ->
                        sums.merge(
                                each.kind().reason(),
                                new Spared(each.count(), each.tokens()),
                                Spared::plus));
        return sums;
    }

    /// What this month will have cost in dollars, at the rate of what is past of it, a day at
    /// least; none where a price is not known.
    public Optional<BigDecimal> projection(Instant now) {
        YearMonth month = YearMonth.from(now.atZone(ZoneOffset.UTC));
        Cost soFar = within(month.atDay(1), month.atEndOfMonth()).total();
        if (!soFar.isKnown()) {
            return Optional.empty();
        }
        Instant begin = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        long pastSeconds =
                Math.max(Duration.ofDays(1).toSeconds(), Duration.between(begin, now).toSeconds());
        long monthSeconds = Duration.ofDays(month.lengthOfMonth()).toSeconds();
        return Optional.of(
                soFar.money()
                        .usd()
                        .multiply(BigDecimal.valueOf(monthSeconds))
                        .divide(BigDecimal.valueOf(pastSeconds), DIGITS));
    }
}

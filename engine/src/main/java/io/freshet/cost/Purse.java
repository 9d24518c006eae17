package io.freshet.cost;

import io.freshet.Budget;
import io.freshet.Money;
import io.freshet.Priority;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.TreeMap;

/// What was spent by day, held against a budget. What stands under a day that has not come, since
/// the clock was set back, counts as spent today: so no clock grants a budget twice. Confined to
/// whoever holds its lock.
public final class Purse {
    /// How far `high` may go beyond the budget.
    private static final BigDecimal HIGH_SHARE = new BigDecimal("1.1");

    private final TreeMap<LocalDate, Money> byDay = new TreeMap<>();

    /// Why something waits, and until when.
    ///
    /// @param limit `day_usd` or `month_usd`
    /// @param ahead what stands under days to come, of what was spent: till they are over it counts
    public record Closed(String limit, Money budget, Money spent, Money ahead, Instant until) {}

    /// @param money may be negative, where less was spent than was noted
    public void add(LocalDate day, Money money) {
        if (!money.isZero()) {
            byDay.merge(day, money, Money::plus);
        }
    }

    /// From that day on.
    public Money spentSince(LocalDate day) {
        return byDay.tailMap(day, true).values().stream().reduce(Money.ZERO, Money::plus);
    }

    /// Empty where it may be asked for now.
    public Optional<Closed> closed(Budget budget, Priority priority, LocalDate today) {
        LocalDate month = today.withDayOfMonth(1);
        Window thisMonth = new Window("month_usd", month, month.plusMonths(1));
        Window thisDay = new Window("day_usd", today, today.plusDays(1));
        return budget.month()
                .flatMap(most -> closed(thisMonth, most, priority))
                .or(() -> budget.day().flatMap(most -> closed(thisDay, most, priority)));
    }

    private record Window(String limit, LocalDate since, LocalDate until) {}

    private Optional<Closed> closed(Window window, Money budget, Priority priority) {
        Money spent = spentSince(window.since);
        boolean isClosed =
                switch (priority) {
                    case NORMAL -> spent.compareTo(budget) >= 0;
                    case HIGH -> spent.compareTo(budget.times(HIGH_SHARE)) >= 0;
                    case CRITICAL -> false;
                };
        return isClosed
                ? Optional.of(
                        new Closed(
                                window.limit,
                                budget,
                                spent,
                                spentSince(window.until),
                                window.until.atStartOfDay(ZoneOffset.UTC).toInstant()))
                : Optional.empty();
    }
}

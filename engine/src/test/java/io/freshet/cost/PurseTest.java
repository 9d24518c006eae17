package io.freshet.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Budget;
import io.freshet.Money;
import io.freshet.Priority;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PurseTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 29);
    private static final Budget DAILY = new Budget(Optional.of(usd("1")), Optional.empty());
    private static final Budget MONTHLY = new Budget(Optional.empty(), Optional.of(usd("1")));

    private final Purse purse = new Purse();

    private static Money usd(String amount) {
        return new Money(new BigDecimal(amount));
    }

    @Test
    void normalWaitsAtTheBudgetsEndHighATenthBeyondItAndCriticalNever() {
        purse.add(DAY, usd("0.999999999999"));
        assertThat(purse.closed(DAILY, Priority.NORMAL, DAY)).isEmpty();
        purse.add(DAY, usd("0.000000000001"));
        assertThat(purse.closed(DAILY, Priority.NORMAL, DAY)).isPresent();
        assertThat(purse.closed(DAILY, Priority.HIGH, DAY)).isEmpty();
        purse.add(DAY, usd("0.1"));
        assertThat(purse.closed(DAILY, Priority.HIGH, DAY)).isPresent();
        purse.add(DAY, usd("1000"));
        assertThat(purse.closed(DAILY, Priority.CRITICAL, DAY)).isEmpty();
        assertThat(purse.closed(Budget.NONE, Priority.NORMAL, DAY)).isEmpty();
    }

    @Test
    void aDayEndsAtMidnightAndAMonthWithItsLastDay() {
        purse.add(DAY, usd("2"));
        assertThat(purse.closed(DAILY, Priority.NORMAL, DAY).orElseThrow().until())
                .isEqualTo(Instant.parse("2026-11-30T00:00:00Z"));
        assertThat(purse.closed(DAILY, Priority.NORMAL, DAY.plusDays(1))).isEmpty();
        assertThat(purse.closed(MONTHLY, Priority.NORMAL, DAY.plusDays(1)).orElseThrow().until())
                .isEqualTo(Instant.parse("2026-12-01T00:00:00Z"));
        assertThat(purse.closed(MONTHLY, Priority.NORMAL, DAY.plusDays(2))).isEmpty();
    }

    @Test
    void aClockThatIsSetBackGrantsNoSecondBudgetAndOneSetForwardLosesNothing() {
        purse.add(DAY, usd("1"));
        assertThat(purse.closed(DAILY, Priority.NORMAL, DAY.minusDays(1))).isPresent();
        assertThat(purse.closed(MONTHLY, Priority.NORMAL, DAY.minusMonths(1))).isPresent();
        Purse ahead = new Purse();
        ahead.add(DAY.plusYears(1), usd("1"));
        Purse.Closed closed = ahead.closed(DAILY, Priority.NORMAL, DAY).orElseThrow();
        assertThat(closed.ahead()).isEqualTo(usd("1"));
        assertThat(purse.closed(DAILY, Priority.NORMAL, DAY).orElseThrow().ahead().isZero())
                .isTrue();
    }
}

package io.freshet.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.CollectionName;
import io.freshet.Cost;
import io.freshet.CostEntry;
import io.freshet.Money;
import io.freshet.SparedEntry;
import io.freshet.SpentFor;
import io.freshet.spi.Costs;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every record of costs must do. Opening it again is what a crash and a start do.
public abstract class CostsContract {
    private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);
    private static final LocalDate TUESDAY = MONDAY.plusDays(1);
    private static final Cost SOME =
            new Cost(2, 7, 100, 30, 0, new Money(new BigDecimal("0.000002")), Cost.Failed.NONE);

    private Costs costs;

    /// Opens what was written before, where there is something.
    protected abstract Costs open();

    @BeforeEach
    void begin() {
        costs = open();
    }

    @AfterEach
    void end() {
        costs.close();
    }

    private void again() {
        costs.close();
        costs = open();
    }

    private static CostEntry entry(LocalDate day, String collection, SpentFor cause, Cost cost) {
        return new CostEntry(
                new CostEntry.Kind(
                        day, new CollectionName(collection), cause, "model", "api.example.com"),
                cost);
    }

    private static SparedEntry spared(SparedEntry.Reason reason, long count, long tokens) {
        return new SparedEntry(
                new SparedEntry.Kind(MONDAY, new CollectionName("a"), reason), count, tokens);
    }

    @Test
    void whatIsAddedIsSummedUpByDayAndKindAndStays() {
        CostEntry monday = entry(MONDAY, "a", SpentFor.EVENTS, SOME);
        CostEntry other = entry(MONDAY, "b", SpentFor.EVENTS, SOME);
        CostEntry asked = entry(MONDAY, "a", SpentFor.QUERY, Cost.failed(1, 5));
        CostEntry tuesday = entry(TUESDAY, "a", SpentFor.EVENTS, SOME);
        costs.add(List.of(monday, other), List.of());
        costs.add(List.of(tuesday, monday, asked), List.of());
        again();
        assertThat(costs.costs(MONDAY, MONDAY))
                .containsExactly(
                        entry(MONDAY, "a", SpentFor.EVENTS, SOME.plus(SOME)), asked, other);
        assertThat(costs.costs(TUESDAY, TUESDAY.plusDays(9))).containsExactly(tuesday);
        assertThat(costs.costs(LocalDate.MIN, LocalDate.MAX)).hasSize(4).contains(tuesday);
        assertThat(costs.costs(TUESDAY.plusDays(1), TUESDAY.plusDays(9))).isEmpty();
    }

    @Test
    void whatWasSparedIsSummedUpByReason() {
        costs.add(List.of(), List.of(spared(SparedEntry.Reason.KEPT_CHUNK, 3, 90)));
        costs.add(
                List.of(),
                List.of(
                        spared(SparedEntry.Reason.KEPT_CHUNK, 1, 10),
                        spared(SparedEntry.Reason.SUPERSEDED_EVENT, 4, 0)));
        again();
        assertThat(costs.spared(LocalDate.MIN, LocalDate.MAX)).hasSize(2);
        assertThat(costs.spared(MONDAY, TUESDAY))
                .containsExactly(
                        spared(SparedEntry.Reason.SUPERSEDED_EVENT, 4, 0),
                        spared(SparedEntry.Reason.KEPT_CHUNK, 4, 100));
        assertThat(costs.spared(TUESDAY, TUESDAY)).isEmpty();
    }

    @Test
    void whatIsCountedTakesThePlaceOfItsNote() {
        CostEntry expected = entry(MONDAY, "a", SpentFor.EVENTS, SOME);
        CostEntry took = entry(MONDAY, "a", SpentFor.EVENTS, SOME.plus(SOME));
        long number = costs.asking(expected);
        assertThat(costs.costs(MONDAY, MONDAY)).containsExactly(expected);
        costs.counted(number, took);
        costs.counted(number, took);
        assertThat(costs.costs(MONDAY, MONDAY)).containsExactly(took);
        again();
        assertThat(costs.costs(MONDAY, MONDAY)).containsExactly(took);
    }

    @Test
    void whatWasInFlightAtACrashCountsAsItWasNotedAndOnce() {
        CostEntry expected = entry(MONDAY, "a", SpentFor.EVENTS, SOME);
        long number = costs.asking(expected);
        again();
        long next = costs.asking(entry(MONDAY, "b", SpentFor.EVENTS, SOME));
        assertThat(next).isNotEqualTo(number);
        costs.counted(number, expected);
        costs.counted(next, entry(MONDAY, "b", SpentFor.EVENTS, SOME));
        again();
        assertThat(costs.costs(MONDAY, MONDAY))
                .containsExactly(expected, entry(MONDAY, "b", SpentFor.EVENTS, SOME));
    }
}

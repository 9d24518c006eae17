package io.freshet.engine;

import io.freshet.Budget;
import io.freshet.CollectionName;
import io.freshet.CostEntry;
import io.freshet.Failure;
import io.freshet.Money;
import io.freshet.Priority;
import io.freshet.cost.Purse;
import io.freshet.embedding.Meter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Whether more may be spent: by a collection, and by all together. What is about to be asked for
/// is taken before, so that what is in flight is counted. Safe for any thread.
final class Budgets {
    private static final System.Logger LOG = System.getLogger(Budgets.class.getName());

    private final Budget common;
    private final Purse all = new Purse();
    private final Map<CollectionName, Purse> purses = new TreeMap<>();
    private final Set<String> said = new HashSet<>();

    Budgets(Budget common) {
        this.common = common;
    }

    /// How urgent it is, and how late.
    record When(Priority priority, Instant now) {
        LocalDate today() {
            return LocalDate.ofInstant(now, ZoneOffset.UTC);
        }
    }

    /// Why it cannot be asked for now.
    synchronized Optional<Failure> held(CollectionName collection, Budget own, When when) {
        Optional<Purse.Closed> closed = all.closed(common, when.priority, when.today());
        if (closed.isPresent()) {
            return Optional.of(failure("all collections", "limits.budget.", closed.get(), when));
        }
        return purse(collection)
                .closed(own, when.priority, when.today())
                .map(mine -> failure("collection " + collection, "budget.", mine, when));
    }

    synchronized Meter.SoFar soFar(CollectionName collection, LocalDate today) {
        Purse purse = purse(collection);
        return new Meter.SoFar(purse.spentSince(today), purse.spentSince(today.withDayOfMonth(1)));
    }

    private Purse purse(CollectionName collection) {
        return purses.computeIfAbsent(collection, _ -> new Purse());
    }

    private Failure failure(String whose, String section, Purse.Closed closed, When when) {
        String why =
                "the budget of "
                        + whose
                        + ", "
                        + section
                        + closed.limit()
                        + " "
                        + shown(closed.budget())
                        + ", is used up; it goes on at "
                        + closed.until()
                        + ", or once the budget is raised"
                        + ahead(closed.ahead());
        if (said.add(why)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "documents are deferred: " + why + " spent=" + shown(closed.spent()));
        }
        return Failure.deferred(why, Duration.between(when.now, closed.until()));
    }

    private static String ahead(Money ahead) {
        return ahead.isZero()
                ? ""
                : "; "
                        + shown(ahead)
                        + " of it was spent while the clock stood ahead, and counts until those"
                        + " days are over";
    }

    private static String shown(Money money) {
        return money.usd().stripTrailingZeros().toPlainString();
    }

    /// Takes what is expected to be spent, unless a budget is used up.
    ///
    /// @return why it is not taken
    synchronized Optional<Failure> take(CostEntry expected, Budget own, When when) {
        Optional<Failure> held = held(expected.kind().collection(), own, when);
        if (held.isEmpty()) {
            add(expected);
        }
        return held;
    }

    synchronized void correct(CostEntry expected, CostEntry took) {
        giveBack(expected);
        add(took);
    }

    synchronized void giveBack(CostEntry expected) {
        add(expected.kind(), Money.ZERO.minus(expected.cost().money()));
    }

    synchronized void add(CostEntry entry) {
        add(entry.kind(), entry.cost().money());
    }

    private void add(CostEntry.Kind kind, Money money) {
        all.add(kind.day(), money);
        purse(kind.collection()).add(kind.day(), money);
    }
}

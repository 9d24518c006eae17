package io.freshet.sim;

import io.freshet.FreshetException.Unavailable;
import io.freshet.spi.Ticket;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/// A world on one thread: a clock that moves when nothing else can, and long calls that run, and
/// report, in an order drawn from a seed. Dropping it with calls under way is a crash: a call that
/// has run has had its effect, and nobody has heard of it.
public final class SimWorld implements World {
    private static final Set<Lane> IN_ORDER = EnumSet.of(Lane.JOURNAL, Lane.LEDGER, Lane.STORE);

    private final RandomGenerator chance;
    private final List<Call<?>> calls = new ArrayList<>();
    private Instant now;
    private final TreeSet<Instant> wakes = new TreeSet<>();
    private final Set<Lane> held = EnumSet.noneOf(Lane.class);

    public SimWorld(RandomGenerator chance, Instant now) {
        this.chance = chance;
        this.now = now;
    }

    private static final class Call<T> {
        private final Lane lane;
        private final Instant deadline;
        private final Callable<T> body;
        private final Ticket<T> ticket = new Ticket<>();
        private Runnable report = () -> {};
        private boolean hasRun;

        private Call(Lane lane, Instant deadline, Callable<T> body) {
            this.lane = lane;
            this.deadline = deadline;
            this.body = body;
        }

        private void run() {
            hasRun = true;
            try {
                T value = body.call();
                report = () -> ticket.complete(value);
            } catch (Exception e) {
                report = () -> ticket.fail(e);
            }
        }
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long nanos() {
        return now.toEpochMilli() * 1_000_000;
    }

    @Override
    public RandomGenerator chance() {
        return chance;
    }

    @Override
    public String newId() {
        byte[] bytes = new byte[16];
        chance.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void wakeAt(Instant when) {
        wakes.add(when);
    }

    @Override
    public <T> Ticket<T> fork(Lane lane, Duration deadline, Callable<T> body) {
        Call<T> call = new Call<>(lane, now.plus(deadline), body);
        calls.add(call);
        return call.ticket;
    }

    /// Runs or reports one call that may go on, drawn by chance.
    ///
    /// @return whether there was one
    public boolean advanceCall() {
        if (calls.isEmpty()) {
            return false;
        }
        List<Call<?>> able = able();
        if (able.isEmpty()) {
            return false;
        }
        Call<?> call = able.get(chance.nextInt(able.size()));
        if (!call.hasRun) {
            call.run();
            if (chance.nextBoolean()) {
                return true;
            }
        }
        calls.remove(call);
        call.report.run();
        now = now.plusMillis(chance.nextInt(3));
        return true;
    }

    /// Of a lane that keeps its order only the oldest call.
    private List<Call<?>> able() {
        Set<Lane> taken = EnumSet.noneOf(Lane.class);
        List<Call<?>> able = new ArrayList<>();
        for (Call<?> call : calls) {
            if (held.contains(call.lane)) {
                continue;
            }
            if (!IN_ORDER.contains(call.lane) || taken.add(call.lane)) {
                able.add(call);
            }
        }
        return able;
    }

    /// Calls of this lane hang: they neither run nor report, and fail at their deadline.
    public void hold(Lane lane) {
        held.add(lane);
    }

    /// Nothing hangs any more.
    public void free() {
        held.clear();
    }

    /// Lets time pass until something is due.
    ///
    /// @return whether anything is
    public boolean passTime() {
        return passTime(Instant.MAX);
    }

    /// Lets time pass until something is due, or until then.
    ///
    /// @return whether anything is due
    public boolean passTime(Instant until) {
        Instant deadline = deadline();
        boolean wakes = !this.wakes.isEmpty() && !this.wakes.first().isAfter(deadline);
        Instant due = wakes ? this.wakes.first() : deadline;
        if (due.isAfter(until) || due.equals(Instant.MAX)) {
            now = until.isAfter(now) && until.isBefore(Instant.MAX) ? until : now;
            return false;
        }
        if (wakes) {
            this.wakes.remove(due);
        }
        jump(due.isAfter(now) ? Duration.between(now, due) : Duration.ZERO);
        return true;
    }

    /// When the first call that hangs has hung for long enough.
    private Instant deadline() {
        return calls.stream()
                .filter(call -> held.contains(call.lane))
                .map(call -> call.deadline)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    /// The clock jumps ahead: calls past their deadline fail.
    public void jump(Duration by) {
        now = now.plus(by);
        for (Call<?> call : List.copyOf(calls)) {
            if (!call.deadline.isAfter(now)) {
                calls.remove(call);
                call.ticket.fail(new Unavailable("no answer in time", by));
            }
        }
    }
}

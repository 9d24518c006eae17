package io.freshet.sim;

import io.freshet.FreshetException.Unavailable;
import io.freshet.engine.SteadyClock;
import io.freshet.spi.Ticket;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// A world on one thread: a clock that moves when nothing else can, and long calls that run, and
/// report, in an order drawn from a seed. Dropping it with calls under way is a crash: a call that
/// has run has had its effect, and nobody has heard of it.
public final class SimWorld implements World {
    private static final Set<Lane> IN_ORDER = EnumSet.of(Lane.JOURNAL, Lane.LEDGER, Lane.STORE);

    private final RandomGenerator chance;
    private final List<Call<?>> calls = new ArrayList<>();
    private final SimClock clock;
    private final SteadyClock steady;
    private final TreeSet<Instant> wakes = new TreeSet<>();
    private final Set<Lane> held = EnumSet.noneOf(Lane.class);

    private boolean isSignalled = true;
    private long expired;

    public SimWorld(RandomGenerator chance, Instant now) {
        this(chance, new SimClock(now));
    }

    /// @param clock that of the machine, on which there may be other worlds
    public SimWorld(RandomGenerator chance, SimClock clock) {
        this.chance = chance;
        this.clock = clock;
        this.steady = new SteadyClock(clock::now, () -> clock.passedMs() * 1_000_000);
    }

    private static final class Call<T> {
        private final Lane lane;
        private final long deadlineMs;
        private final Duration patience;
        private final Callable<T> body;
        private final Ticket<T> ticket = new Ticket<>();
        private Runnable report = () -> {};
        private boolean hasRun;

        private Call(Lane lane, long nowMs, Duration patience, Callable<T> body) {
            this.lane = lane;
            this.patience = patience;
            this.deadlineMs =
                    patience.compareTo(UNBOUNDED) < 0
                            ? nowMs + patience.toMillis()
                            : Long.MAX_VALUE;
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
        return steady.now();
    }

    @Override
    public long nanos() {
        return clock.passedMs() * 1_000_000;
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
        Call<T> call = new Call<>(lane, clock.passedMs(), deadline, body);
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
        isSignalled = true;
        clock.pass(Duration.ofMillis(chance.nextInt(3)));
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

    /// All calls under way come to their end.
    void finish() {
        free();
        while (!calls.isEmpty()) {
            advanceCall();
        }
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
        Optional<Duration> due = due();
        if (due.isEmpty() || now().plus(due.get()).isAfter(until)) {
            if (until.isAfter(now()) && until.isBefore(Instant.MAX)) {
                clock.pass(Duration.between(now(), until));
            }
            return false;
        }
        jump(due.get());
        return true;
    }

    /// How long it is until something is due: a wake-up, or the deadline of a call that hangs.
    public Optional<Duration> due() {
        Optional<Duration> wake =
                wakes.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Duration.between(now(), wakes.first()));
        Optional<Duration> deadline =
                calls.stream()
                        .filter(call -> held.contains(call.lane))
                        .filter(call -> call.deadlineMs < Long.MAX_VALUE)
                        .map(call -> Duration.ofMillis(call.deadlineMs - clock.passedMs()))
                        .min(Duration::compareTo);
        return Stream.of(wake, deadline)
                .flatMap(Optional::stream)
                .min(Duration::compareTo)
                .map(due -> due.isNegative() ? Duration.ZERO : due);
    }

    /// Time passes: calls past their deadline fail.
    public void jump(Duration by) {
        clock.pass(by);
        timePassed();
    }

    /// The clock says more than it did: who is to be woken is, and calls past their deadline fail.
    void timePassed() {
        Instant now = now();
        isSignalled |= wakes.removeIf(wake -> !wake.isAfter(now));
        for (Call<?> call : List.copyOf(calls)) {
            if (call.deadlineMs <= clock.passedMs()) {
                calls.remove(call);
                call.ticket.fail(new Unavailable("no answer in time", call.patience));
                isSignalled = true;
                expired++;
            }
        }
    }

    /// Whoever runs the steps looks again.
    void raise() {
        isSignalled = true;
    }

    /// Whether the steps are to be run: in production they would lie parked otherwise.
    boolean takeSignal() {
        boolean was = isSignalled;
        isSignalled = false;
        return was;
    }

    /// Calls under way.
    int calls() {
        return calls.size();
    }

    int calls(Lane lane) {
        return (int) calls.stream().filter(call -> call.lane == lane).count();
    }

    /// Calls that have had no answer before their deadline.
    long expired() {
        return expired;
    }
}

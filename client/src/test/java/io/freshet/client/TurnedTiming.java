package io.freshet.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// Time that passes by pauses alone, which it notes, and chance that always says the same.
final class TurnedTiming implements Timing {
    private final AtomicLong now = new AtomicLong();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final double chance;

    TurnedTiming(double chance) {
        this.chance = chance;
    }

    void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    /// Those that were asked for, in order; none where nothing was waited for.
    List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    @Override
    public long nanoTime() {
        return now.get();
    }

    @Override
    public double chance() {
        return chance;
    }

    @Override
    public boolean pause(Duration time, CountDownLatch until) {
        pauses.add(time);
        pass(time);
        return until.getCount() == 0;
    }
}

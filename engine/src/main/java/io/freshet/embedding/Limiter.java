package io.freshet.embedding;

import io.freshet.Failure;
import io.freshet.Repeats;
import io.freshet.spi.World;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// When one account at a provider may be asked, whoever asks: every collection, and questions as
/// well as documents. After a failure nobody asks before the provider's `Retry-After` has passed,
/// or, where it said none, a pause that doubles with each failure, from 1 s to 60 s, shortened by
/// chance by up to a half. What was asked before the failure and is answered after it opens nothing
/// early.
///
/// Where a quota is known, requests for documents are spread so that it is kept; questions are
/// counted and never wait. Time is measured by a clock that does not jump. Safe for any thread; its
/// lock is never held across a call.
public final class Limiter {
    private static final long PAUSE_MS_MIN = 1_000;
    private static final long PAUSE_MS_MAX = 60_000;
    private static final Duration RETRY_AFTER_MAX = Duration.ofDays(1);
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    /// What may be asked for at once after a silence: as much as in so many seconds.
    private static final long BURST_S = 5;

    private final long tokensPerMinuteMax;
    private boolean closed;
    private long failedNanos;
    private long closedNanos;
    private int failuresInARow;
    private String lastProblem = "";
    private final Repeats repeats = new Repeats();
    private double left;
    private long countedNanos;
    private boolean counting;

    /// @param tokensPerMinuteMax 0 where none is known
    public Limiter(long tokensPerMinuteMax) {
        this.tokensPerMinuteMax = tokensPerMinuteMax;
    }

    /// The account is left alone.
    ///
    /// @param left for how long from now
    public record Closed(Duration left, String problem) {}

    /// Empty where the account may be asked.
    synchronized Optional<Closed> closed(World world) {
        long leftNanos = closedNanos - (world.nanos() - failedNanos);
        closed = closed && leftNanos > 0;
        return closed
                ? Optional.of(new Closed(Duration.ofNanos(leftNanos), lastProblem))
                : Optional.empty();
    }

    /// @param askedNanos when it was asked
    /// @return whether it is well again
    synchronized boolean answered(long askedNanos) {
        if (lastProblem.isEmpty() || askedNanos - failedNanos < 0) {
            return false;
        }
        failuresInARow = 0;
        repeats.ended(lastProblem);
        lastProblem = "";
        return true;
    }

    /// The account's state is bad.
    ///
    /// @return empty where the log need not say it again, else how often it went unsaid
    synchronized OptionalLong failed(Failure failure, World world) {
        boolean open = closed(world).isEmpty();
        long pauseMs = Math.min(PAUSE_MS_MAX, PAUSE_MS_MIN << Math.min(failuresInARow, 10));
        long jitteredMs = pauseMs / 2 + world.chance().nextLong(pauseMs / 2 + 1);
        Duration pause =
                failure.retryAfter()
                        .filter(Duration::isPositive)
                        .map(
                                after ->
                                        after.compareTo(RETRY_AFTER_MAX) > 0
                                                ? RETRY_AFTER_MAX
                                                : after)
                        .orElse(Duration.ofMillis(jitteredMs));
        long now = world.nanos();
        long leftNanos = open ? 0 : closedNanos - (now - failedNanos);
        failuresInARow += open ? 1 : 0;
        closed = true;
        failedNanos = now;
        closedNanos = Math.max(leftNanos, pause.toNanos());
        lastProblem = failure.problem();
        return repeats.happened(lastProblem, now);
    }

    /// The last failure since the account last answered.
    public synchronized Optional<String> problem() {
        return lastProblem.isEmpty() ? Optional.empty() : Optional.of(lastProblem);
    }

    /// How long to wait before documents may be asked for again; zero: now. Whoever asks takes what
    /// he asks for by [#spend], more than is left too, and the next one waits for it to be paid
    /// back.
    synchronized Duration pause(World world) {
        if (tokensPerMinuteMax == 0) {
            return Duration.ZERO;
        }
        refill(world.nanos());
        return left > 0
                ? Duration.ZERO
                : Duration.ofNanos((long) (-left * MINUTE_NANOS / tokensPerMinuteMax) + 1);
    }

    synchronized void spend(long tokens, World world) {
        refill(world.nanos());
        left -= tokens;
    }

    private double burst() {
        return Math.max(1, tokensPerMinuteMax * BURST_S / 60.0);
    }

    private void refill(long now) {
        if (!counting) {
            counting = true;
            left = burst();
        } else {
            double fresh = (double) (now - countedNanos) * tokensPerMinuteMax / MINUTE_NANOS;
            left = Math.min(burst(), left + Math.max(0, fresh));
        }
        countedNanos = now;
    }
}

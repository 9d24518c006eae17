package io.freshet.server.http;

import io.freshet.library.config.Config;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.LongSupplier;

/// How many events each client may still send: a bucket for each, which `burst` events fill and
/// `events_per_second` flow back into. Only the clients seen last are remembered: one that was
/// forgotten begins with a full bucket, as one that has been idle has anyway.
///
/// Safe for any thread.
final class Rates {
    static final int CLIENTS_MAX = 10_000;

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Config.Rate rate;
    private final TimeMeter clock;
    private final LinkedHashMap<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    /// @param nanos a clock that does not jump
    Rates(Config.Rate rate, LongSupplier nanos) {
        this.rate = rate;
        this.clock = new Nanos(nanos, nanos.getAsLong());
    }

    /// From 0 on, since buckets do not bear a number that overflows.
    private record Nanos(LongSupplier nanos, long started) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanos.getAsLong() - started;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    boolean isOff() {
        return rate.eventsPerSecond() == 0;
    }

    /// Most events at once.
    int burst() {
        return isOff() ? Integer.MAX_VALUE : rate.burst();
    }

    /// Takes them all, or none.
    ///
    /// @param events at most [#burst]
    /// @return how long until there are as many, where there are not
    Optional<Duration> take(String client, int events) {
        if (isOff() || events == 0) {
            return Optional.empty();
        }
        var probe = bucket(client).tryConsumeAndReturnRemaining(events);
        return probe.isConsumed()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    /// Takes them ahead of time.
    ///
    /// @return how long until they are there: the client may not go on before
    Duration takeAhead(String client, int events) {
        return isOff() || events == 0
                ? Duration.ZERO
                : Duration.ofNanos(bucket(client).consumeIgnoringRateLimits(events));
    }

    private synchronized Bucket bucket(String client) {
        Bucket bucket = buckets.computeIfAbsent(client, _ -> full());
        if (buckets.size() > CLIENTS_MAX) {
            buckets.pollFirstEntry();
        }
        return bucket;
    }

    private Bucket full() {
        return Bucket.builder()
                .addLimit(
                        limit ->
                                limit.capacity(rate.burst())
                                        .refillGreedy(rate.eventsPerSecond(), SECOND))
                .withCustomTimePrecision(clock)
                .build();
    }

    synchronized int clients() {
        return buckets.size();
    }
}

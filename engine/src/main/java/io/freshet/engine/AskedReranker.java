package io.freshet.engine;

import io.freshet.FreshetException;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Repeats;
import io.freshet.SearchResult;
import io.freshet.SearchResult.Reranking.Applied;
import io.freshet.SearchResult.Reranking.NotApplied;
import io.freshet.search.Shortlist;
import io.freshet.spi.Reranker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/// One reranker, whose failures end here: each is counted, logged at most once a minute for its
/// cause, and answered by the order that was found. Where it said when to ask again, it is left
/// alone until then. Safe for any thread.
final class AskedReranker {
    private static final System.Logger LOG = System.getLogger(AskedReranker.class.getName());
    private static final Duration QUIET_MAX = Duration.ofMinutes(1);

    private final String name;
    private final Reranker reranker;
    private final LongSupplier nanos;
    private final LongAdder calls = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder tookNanos = new LongAdder();
    private final AtomicLong quietUntilNanos;
    private final Repeats repeats = new Repeats();

    AskedReranker(String name, Reranker reranker, LongSupplier nanos) {
        this.name = name;
        this.reranker = reranker;
        this.nanos = nanos;
        this.quietUntilNanos = new AtomicLong(nanos.getAsLong());
    }

    RerankerStatus status() {
        return new RerankerStatus(
                name,
                reranker.limits().documents(),
                calls.sum(),
                failures.sum(),
                Duration.ofNanos(tookNanos.sum()));
    }

    /// @param left of the time that the request has, where it has a limit
    SearchResult answer(Shortlist found, Optional<Duration> left) {
        List<String> passages = found.passages();
        if (passages.isEmpty()) {
            return found.ranked(List.of(), new Applied(name, Duration.ZERO));
        }
        if (quietUntilNanos.get() - nanos.getAsLong() > 0) {
            return found.unranked(new NotApplied(name, "the reranker asked to be left alone"));
        }
        Duration deadline = deadline(left);
        if (!deadline.isPositive()) {
            return found.unranked(new NotApplied(name, "no time was left to ask the reranker"));
        }
        return ask(found, passages, deadline);
    }

    private Duration deadline(Optional<Duration> left) {
        Duration own = reranker.limits().deadline();
        return left.filter(time -> time.compareTo(own) < 0).orElse(own);
    }

    private SearchResult ask(Shortlist found, List<String> passages, Duration deadline) {
        long start = nanos.getAsLong();
        calls.increment();
        try {
            List<Double> scores =
                    Reranker.scores(
                            reranker.rerank(found.request().query(), passages, deadline),
                            passages.size());
            Duration took = Duration.ofNanos(nanos.getAsLong() - start);
            return found.ranked(scores, new Applied(name, took));
        } catch (Unavailable e) {
            e.retryAfter().ifPresent(this::leaveAlone);
            return failed(found, e);
        } catch (FreshetException e) {
            return failed(found, e);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "reranker failed reranker=" + name, e);
            return failed(found, new Refused("the reranker failed", e));
        } finally {
            tookNanos.add(nanos.getAsLong() - start);
        }
    }

    private void leaveAlone(Duration wanted) {
        Duration wait = wanted.compareTo(QUIET_MAX) < 0 ? wanted : QUIET_MAX;
        quietUntilNanos.set(nanos.getAsLong() + wait.toNanos());
    }

    private SearchResult failed(Shortlist found, FreshetException failure) {
        failures.increment();
        String detail = String.valueOf(failure.getMessage());
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        repeats.happened(detail, nanos.getAsLong())
                .ifPresent(
                        unsaid ->
                                LOG.log(
                                        System.Logger.Level.WARNING,
                                        () ->
                                                "search not reranked reranker="
                                                        + name
                                                        + " detail="
                                                        + detail
                                                        + " cause="
                                                        + cause.getClass().getSimpleName()
                                                        + " unsaid="
                                                        + unsaid));
        return found.unranked(new NotApplied(name, detail));
    }

    void close() {
        reranker.close();
    }
}

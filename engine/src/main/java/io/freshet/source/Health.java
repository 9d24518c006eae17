package io.freshet.source;

import io.freshet.Repeats;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/// Whether a source answers, and when it is asked again where it does not: after a second, and then
/// ever later. Says so at most once a minute for each cause. Confined to its shard.
final class Health {
    private static final System.Logger LOG = System.getLogger(Health.class.getName());
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LAST = Duration.ofSeconds(60);

    private final String source;
    private final Repeats repeats = new Repeats();
    private Optional<String> problem = Optional.empty();
    private Duration wait = FIRST;
    private Instant retryAt = Instant.EPOCH;

    Health(String source) {
        this.source = source;
    }

    void failed(ExecutionException failure, Instant now) {
        failed(why(failure), now);
    }

    static String why(ExecutionException failure) {
        Throwable cause = failure.getCause();
        return cause == null ? "it does not answer" : "" + cause.getMessage();
    }

    void failed(String why, Instant now) {
        retryAt = now.plus(wait);
        Duration doubled = wait.multipliedBy(2);
        wait = doubled.compareTo(LAST) < 0 ? doubled : LAST;
        problem = Optional.of(why);
        repeats.happened(why, now)
                .ifPresent(
                        unsaid ->
                                LOG.log(
                                        System.Logger.Level.WARNING,
                                        () ->
                                                "source cannot be followed, nothing is deleted source="
                                                        + source
                                                        + " problem="
                                                        + why
                                                        + " unsaid="
                                                        + unsaid));
    }

    void answered() {
        if (problem.isPresent()) {
            LOG.log(System.Logger.Level.INFO, () -> "source is followed again source=" + source);
        }
        problem = Optional.empty();
        wait = FIRST;
        retryAt = Instant.EPOCH;
    }

    /// It tells something by itself: it is asked sooner.
    void stirs(Instant now) {
        Instant soon = now.plus(FIRST);
        retryAt = soon.isBefore(retryAt) ? soon : retryAt;
    }

    Optional<String> problem() {
        return problem;
    }

    Instant retryAt() {
        return retryAt;
    }
}

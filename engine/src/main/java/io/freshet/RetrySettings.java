package io.freshet;

import java.time.Duration;

/// How a change that fails is tried again: after a pause that doubles from `pauseMin` up to
/// `pauseMax`, each shortened by chance by up to a half, so that not all come back at once.
///
/// @param attemptsMax tries that count against a document, 1 to 100: then it is a dead letter. A
///   failure that tells of the endpoint and not of the text never counts
public record RetrySettings(int attemptsMax, Duration pauseMin, Duration pauseMax)
        implements CollectionSettings.Part {
    public static final RetrySettings DEFAULT =
            new RetrySettings(5, Duration.ofSeconds(1), Duration.ofMinutes(5));

    public RetrySettings {
        if (attemptsMax < 1 || attemptsMax > 100) {
            throw new IllegalArgumentException("retry.attempts_max is 1 to 100");
        }
        if (pauseMin.toMillis() < 1 || pauseMin.compareTo(pauseMax) > 0) {
            throw new IllegalArgumentException("retry.pause_min is 1ms to retry.pause_max");
        }
        if (pauseMax.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("retry.pause_max is up to 24h");
        }
    }

    /// The longest pause after so many counted attempts.
    public Duration pause(int attempts) {
        Duration doubled = pauseMin.multipliedBy(1L << Math.min(attempts, 20));
        return doubled.compareTo(pauseMax) < 0 ? doubled : pauseMax;
    }
}

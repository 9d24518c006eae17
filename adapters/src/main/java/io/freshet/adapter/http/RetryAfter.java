package io.freshet.adapter.http;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// When an answer says that it may be asked again: RFC 9110's `Retry-After`, in seconds or as a
/// date. A date is compared with the answer's own `Date`, so that two clocks that differ do no
/// harm, and with ours where it has none. Pure.
final class RetryAfter {
    private static final int DIGITS_MAX = 9;

    private RetryAfter() {}

    /// Zero where it says nothing that can be read, or a moment that has passed.
    static Duration of(HttpHeaders headers, Instant now) {
        Optional<String> said = headers.firstValue("Retry-After").map(String::strip);
        if (said.isEmpty()) {
            return Duration.ZERO;
        }
        if (said.get().matches("\\d{1," + DIGITS_MAX + "}")) {
            return Duration.ofSeconds(Long.parseLong(said.get()));
        }
        Instant from = headers.firstValue("Date").flatMap(RetryAfter::date).orElse(now);
        return date(said.get())
                .map(until -> Duration.between(from, until))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}

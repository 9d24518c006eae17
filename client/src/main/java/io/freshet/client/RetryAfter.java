package io.freshet.client;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The header of that name, which holds seconds or a date.
final class RetryAfter {
    private static final int DIGITS_MAX = 9;

    private RetryAfter() {}

    /// Null where it is neither.
    static @Nullable Duration read(String header, Instant now) {
        String value = header.strip();
        boolean isNumber = value.chars().allMatch(c -> c >= '0' && c <= '9');
        if (isNumber && !value.isEmpty() && value.length() <= DIGITS_MAX) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Instant then =
                    ZonedDateTime.parse(
                                    value,
                                    DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
                            .toInstant();
            return then.isBefore(now) ? Duration.ZERO : Duration.between(now, then);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}

package io.freshet.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-10-21T07:28:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "7                             | -                             | 7",
                " 120                          | -                             | 120",
                "Wed, 21 Oct 2026 07:28:05 GMT | -                             | 5",
                "Wed, 21 Oct 2026 07:28:05 GMT | Wed, 21 Oct 2026 07:27:00 GMT | 65",
                "Wed, 21 Oct 2026 09:00:05 GMT | Wed, 21 Oct 2026 09:00:00 GMT | 5",
                "Wed, 21 Oct 2026 07:27:00 GMT | -                             | 0",
                "0                             | -                             | 0",
                "-1                            | -                             | 0",
                "9999999999999999999           | -                             | 0",
                "soon                          | -                             | 0",
                "Wed, 42 Oct 2026 07:28:05 GMT | -                             | 0",
                "-                             | -                             | 0",
            })
    @Tag("A11")
    void itIsSecondsOrADateByTheAnswersOwnClock(String retryAfter, String date, long seconds) {
        HttpHeaders headers =
                HttpHeaders.of(
                        Map.of("Retry-After", listed(retryAfter), "Date", listed(date)),
                        (_, _) -> true);

        assertThat(RetryAfter.of(headers, NOW)).isEqualTo(Duration.ofSeconds(seconds));
    }

    private static List<String> listed(String value) {
        return value == null ? List.of() : List.of(value);
    }
}

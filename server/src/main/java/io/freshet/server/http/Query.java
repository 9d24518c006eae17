package io.freshet.server.http;

import io.freshet.Priority;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The parameters of a request, each asked for by name; what nobody asked for is refused by
/// [#finish]. Confined to one request.
final class Query {
    /// The longest wait that a request may ask for.
    static final Duration WAIT_MAX = Duration.ofSeconds(60);

    static final Duration WAIT_DEFAULT = Duration.ofSeconds(10);
    private static final Pattern DURATION = Pattern.compile("(\\d{1,7})(ms|s|m)");

    private final Map<String, String> values;
    private final TreeSet<String> known = new TreeSet<>();

    private Query(Map<String, String> values) {
        this.values = values;
    }

    /// @param raw what follows the question mark
    static Query parse(String raw) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : raw.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = PercentDecoder.query(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : PercentDecoder.query(pair.substring(equals + 1));
            if (values.putIfAbsent(name, value) != null) {
                throw wrong(name, "stands more than once");
            }
        }
        return new Query(values);
    }

    Optional<String> string(String name) {
        known.add(name);
        return Optional.ofNullable(values.get(name));
    }

    boolean flag(String name) {
        return switch (string(name).orElse("false")) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw wrong(name, "must be true or false");
        };
    }

    OptionalLong integer(String name, long min, long max) {
        Optional<String> text = string(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseLong(text.get());
            if (value >= min && value <= max) {
                return OptionalLong.of(value);
            }
        } catch (NumberFormatException e) {
            throw wrong(name, "must be a whole number");
        }
        throw wrong(name, "must be " + min + " to " + max);
    }

    Priority priority() {
        Optional<String> text = string("priority");
        if (text.isEmpty()) {
            return Priority.NORMAL;
        }
        return Priorities.of(text.get())
                .orElseThrow(() -> wrong("priority", "must be normal, high, critical, 0, 1 or 2"));
    }

    /// How long to wait until what was sent is visible; empty where nobody waits.
    Optional<Duration> await() {
        boolean waits =
                switch (string("wait").orElse("false")) {
                    case "visible", "true", "" -> true;
                    case "false" -> false;
                    default -> throw wrong("wait", "must be visible, true or false");
                };
        Optional<Duration> timeout = timeout();
        if (!waits && timeout.isPresent()) {
            throw wrong("timeout", "goes with wait=visible");
        }
        return waits ? Optional.of(timeout.orElse(WAIT_DEFAULT)) : Optional.empty();
    }

    /// How long to wait.
    Optional<Duration> timeout() {
        return string("timeout").map(text -> duration("timeout", text));
    }

    private static Duration duration(String name, String text) {
        return duration(text)
                .orElseThrow(
                        () ->
                                wrong(
                                        name,
                                        "must be a time such as 500ms or 5s, at most "
                                                + WAIT_MAX.toSeconds()
                                                + "s"));
    }

    /// A time with its unit, within the limit.
    static Optional<Duration> duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration duration =
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    default -> Duration.ofMinutes(amount);
                };
        return Optional.of(duration).filter(d -> d.compareTo(WAIT_MAX) <= 0);
    }

    /// Refuses the first parameter that nobody asked for.
    void finish() {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw wrong(
                        name,
                        "is not known here; known: "
                                + (known.isEmpty() ? "none" : String.join(", ", known)));
            }
        }
    }

    static ProblemException wrong(String name, String what) {
        return ProblemException.of(
                ProblemCode.INVALID_PARAMETER,
                "the parameter " + io.freshet.Text.shown(name) + " " + what);
    }
}

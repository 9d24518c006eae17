package io.freshet.library.config;

import io.freshet.Text;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Values that carry their unit, as configuration and query parameters have them: `5s`, `64MiB`.
public final class Units {
    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,3})?)([a-zA-Z]+)");
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,3})?)%");

    private Units() {}

    /// `250ms`, `5s`, `10m`, `6h`, `30d`, and `0`.
    ///
    /// @throws IllegalArgumentException where it is none
    public static Duration duration(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw notDuration(text);
        }
        long unitMs =
                switch (matcher.group(2)) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    case "m" -> 60_000;
                    case "h" -> 3_600_000;
                    case "d" -> 86_400_000;
                    default -> throw notDuration(text);
                };
        return Duration.ofMillis(whole(text, matcher.group(1), unitMs));
    }

    /// `512B`, `64KiB`, `16MiB`, `10GiB`; `KB`, `MB` and `GB` are powers of ten.
    ///
    /// @throws IllegalArgumentException where it is none
    public static long bytes(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw notSize(text);
        }
        long unit =
                switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                    case "b" -> 1;
                    case "kib" -> 1L << 10;
                    case "mib" -> 1L << 20;
                    case "gib" -> 1L << 30;
                    case "kb" -> 1_000;
                    case "mb" -> 1_000_000;
                    case "gb" -> 1_000_000_000;
                    default -> throw notSize(text);
                };
        return whole(text, matcher.group(1), unit);
    }

    /// `10%` is 0.1; at most 100%.
    ///
    /// @throws IllegalArgumentException where it is none
    public static double share(String text) {
        Matcher matcher = PERCENT.matcher(text);
        BigDecimal share =
                matcher.matches()
                        ? new BigDecimal(matcher.group(1)).movePointLeft(2)
                        : BigDecimal.TWO;
        if (share.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("not a share (0% to 100%): " + Text.shown(text));
        }
        return share.doubleValue();
    }

    private static long whole(String text, String number, long unit) {
        try {
            return new BigDecimal(number).multiply(BigDecimal.valueOf(unit)).longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("too large or too fine: " + Text.shown(text), e);
        }
    }

    private static IllegalArgumentException notDuration(String text) {
        return new IllegalArgumentException(
                "not a duration (like 250ms, 5s, 10m, 6h, 30d): " + Text.shown(text));
    }

    private static IllegalArgumentException notSize(String text) {
        return new IllegalArgumentException(
                "not a size (like 512B, 64KiB, 16MiB, 10GiB): " + Text.shown(text));
    }
}

package io.freshet;

import java.math.BigDecimal;

/// What a model's owner asks for embedding.
///
/// @param usdPerMillionTokens exact to the millionth of a dollar; 0 where it costs nothing
/// @param date when it was so, as `2026-01-31`; empty where nobody said
/// @param source where that stands; empty where nobody said
public record Price(BigDecimal usdPerMillionTokens, String date, String source) {
    private static final BigDecimal MAX = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    /// Of a model that this machine runs.
    public static final Price FREE = new Price(BigDecimal.ZERO, "", "runs on this machine");

    public Price {
        if (usdPerMillionTokens.signum() < 0
                || usdPerMillionTokens.compareTo(MAX) > 0
                || usdPerMillionTokens.stripTrailingZeros().scale() > 6) {
            throw new IllegalArgumentException(
                    "a price is 0 to 1000000 dollars per million tokens with at most six decimals;"
                            + " usd_per_million_tokens="
                            + usdPerMillionTokens);
        }
    }

    public Money of(long tokens) {
        return new Money(usdPerMillionTokens.multiply(BigDecimal.valueOf(tokens)).divide(MILLION));
    }

    public boolean isFree() {
        return usdPerMillionTokens.signum() == 0;
    }
}

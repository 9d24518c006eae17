package io.freshet;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// An amount of US dollars, exact to the trillionth: a price of whole micro-dollars for a million
/// tokens, times whole tokens, is never rounded.
public record Money(BigDecimal usd) implements Comparable<Money> {
    private static final int SCALE = 12;
    public static final Money ZERO = new Money(BigDecimal.ZERO);

    public Money {
        usd = usd.setScale(SCALE, RoundingMode.HALF_EVEN);
    }

    /// @param picos trillionths of a dollar
    public static Money ofPicos(long picos) {
        return new Money(BigDecimal.valueOf(picos, SCALE));
    }

    /// In trillionths of a dollar, as it is kept: at most 9.2 million dollars.
    public long picos() {
        BigDecimal most = BigDecimal.valueOf(Long.MAX_VALUE, SCALE);
        return usd.min(most).unscaledValue().longValueExact();
    }

    public Money plus(Money other) {
        return new Money(usd.add(other.usd));
    }

    public Money minus(Money other) {
        return new Money(usd.subtract(other.usd));
    }

    /// This times a fraction, as of a budget.
    public Money times(BigDecimal factor) {
        return new Money(usd.multiply(factor));
    }

    public boolean isZero() {
        return usd.signum() == 0;
    }

    @Override
    public int compareTo(Money other) {
        return usd.compareTo(other.usd);
    }
}

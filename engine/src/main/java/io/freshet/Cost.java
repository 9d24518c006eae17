package io.freshet;

/// What embedding took, summed up over any requests.
///
/// @param requests answered ones, whether or not the answer could be used: it was paid for
/// @param tokens as the provider counted them, and of those that it did not count the estimate
/// @param estimated those of `tokens` that are an estimate
/// @param unpriced those of `tokens` whose model had no known price; they are not in `money`
/// @param failed requests that nothing answered, as far as is known at no cost
public record Cost(
        long requests,
        long texts,
        long tokens,
        long estimated,
        long unpriced,
        Money money,
        Failed failed) {
    public static final Cost NONE = new Cost(0, 0, 0, 0, 0, Money.ZERO, Failed.NONE);

    /// @param tokens by the estimate
    public record Failed(long requests, long texts, long tokens) {
        public static final Failed NONE = new Failed(0, 0, 0);

        Failed plus(Failed other) {
            return new Failed(
                    requests + other.requests, texts + other.texts, tokens + other.tokens);
        }
    }

    /// Of one request that nothing answered.
    public static Cost failed(long texts, long tokens) {
        return new Cost(0, 0, 0, 0, 0, Money.ZERO, new Failed(1, texts, tokens));
    }

    public Cost plus(Cost other) {
        return new Cost(
                requests + other.requests,
                texts + other.texts,
                tokens + other.tokens,
                estimated + other.estimated,
                unpriced + other.unpriced,
                money.plus(other.money),
                failed.plus(other.failed));
    }

    /// Whether all of it has a price.
    public boolean isKnown() {
        return unpriced == 0;
    }

    public boolean isNothing() {
        return equals(NONE);
    }
}

package io.freshet.library.config;

import io.freshet.Budget;
import io.freshet.Money;
import io.freshet.Price;
import io.freshet.Prices;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads what embedding costs, and what may be spent on it. Confined to one thread.
record PriceReader(Settings settings) {
    private static final String SHIPPED = "prices.yaml";
    private static final String NOTHING = "none";
    private static final BigDecimal MONEY_MAX = BigDecimal.valueOf(1_000_000);

    /// Those that come with Freshet, and over them the user's.
    Prices prices() {
        Settings shipped =
                Settings.layered(
                        YamlSettings.read(SHIPPED, shippedText(), Map.of()), Map.of(), Map.of());
        return new PriceReader(shipped).own().and(own());
    }

    private static String shippedText() {
        try (InputStream in = PriceReader.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException("bug: no " + SHIPPED);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Prices own() {
        Map<String, Price> prices = new TreeMap<>();
        for (String number : settings.names("prices")) {
            String section = "prices." + number + ".";
            Settings.Source model = of(section, "model");
            if (model.text().isBlank()) {
                throw model.wrong("names the model whose price this is");
            }
            prices.put(model.text(), price(section));
        }
        return new Prices(new TreeMap<>(prices));
    }

    private Price price(String section) {
        Settings.Source usd = of(section, "usd_per_million_tokens");
        try {
            return new Price(
                    new BigDecimal(usd.text()),
                    of(section, "date").text(),
                    of(section, "source").text());
        } catch (IllegalArgumentException e) {
            throw usd.wrong(
                    "is 0 to 1000000 with at most six decimals, such as 0.02, not " + usd.text());
        }
    }

    private Settings.Source of(String section, String key) {
        return settings.at(section + key, Schema.priceDefault(key));
    }

    static Budget budget(Settings.Source day, Settings.Source month) {
        return new Budget(money(day), money(month));
    }

    private static Optional<Money> money(Settings.Source source) {
        if (source.text().equals(NOTHING)) {
            return Optional.empty();
        }
        try {
            BigDecimal usd = new BigDecimal(source.text());
            if (usd.signum() >= 0 && usd.compareTo(MONEY_MAX) <= 0) {
                return Optional.of(new Money(usd));
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw source.wrong("is none or dollars, 0 to 1000000, such as 2.50, not " + source.text());
    }
}

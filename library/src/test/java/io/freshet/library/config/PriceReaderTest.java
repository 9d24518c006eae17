package io.freshet.library.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.CollectionName;
import io.freshet.Price;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PriceReaderTest {
    private static final String REMOTE =
            """
            embedders:
              remote:
                type: openai
                model: %s
                dimensions: 8
                endpoints: [{name: it, url: "http://127.0.0.1:1/v1"}]
            collections: {docs: {embedder: remote%s}}
            """;

    @TempDir private Path directory;

    private Config read(String yaml) throws IOException {
        return WrittenConfig.read(directory, yaml, Map.of());
    }

    private static Optional<Price> price(Config config) {
        return config.price(config.embedders().get("remote"));
    }

    @Test
    void everyPriceThatComesAlongHasASourceAndWhatIsAskedForMoneyADate() throws IOException {
        assertThat(read("").prices().byModel())
                .hasSizeGreaterThan(10)
                .allSatisfy(
                        (_, price) -> {
                            assertThat(price.source()).isNotEmpty();
                            assertThat(price.isFree() || !price.date().isEmpty()).isTrue();
                        });
    }

    @Test
    void aPriceOfTheUsersWinsAndAModelWithoutOneIsUnknown() throws IOException {
        String small = REMOTE.formatted("text-embedding-3-small", "");
        assertThat(price(read(small)).orElseThrow().usdPerMillionTokens())
                .isEqualByComparingTo("0.02");
        assertThat(
                        price(
                                        read(
                                                small
                                                        + "prices: [{model: text-embedding-3-small,"
                                                        + " usd_per_million_tokens: 0.05}]\n"))
                                .orElseThrow()
                                .usdPerMillionTokens())
                .isEqualByComparingTo("0.05");
        assertThat(price(read(REMOTE.formatted("a.model/of-mine", "")))).isEmpty();
        assertThat(read("").price(new Config.BuiltIn("bge-small-en-v1.5"))).contains(Price.FREE);
    }

    @Test
    void aPriceThatCannotBeReadStopsTheStart() {
        assertThatThrownBy(() -> read("prices: [{model: m, usd_per_million_tokens: cheap}]"))
                .hasMessageContaining("prices.0.usd_per_million_tokens")
                .hasMessageContaining("such as 0.02, not cheap");
        assertThatThrownBy(() -> read("prices: [{usd_per_million_tokens: 1}]"))
                .hasMessageContaining("prices.0.model names the model");
    }

    @Test
    void aBudgetOverAModelWithoutAPriceStopsTheStartAndSaysWhich() throws IOException {
        String unknown = REMOTE.formatted("mine", ", budget: {day_usd: 2}");
        assertThatThrownBy(() -> read(unknown))
                .hasMessageContaining("collections.docs: a budget is set")
                .hasMessageContaining("price of its model mine is not known");
        assertThatThrownBy(
                        () ->
                                read(
                                        REMOTE.formatted("mine", "")
                                                + "limits: {budget: {month_usd: 1}}\n"))
                .hasMessageContaining("mine is not known");
        Config known = read(unknown + "prices: [{model: mine, usd_per_million_tokens: 0}]\n");
        assertThat(known.collection(new CollectionName("docs")).settings().budget().day())
                .isPresent();
        assertThatThrownBy(() -> read("collection_defaults: {budget: {day_usd: much}}"))
                .hasMessageContaining("budget.day_usd is none or dollars");
    }
}

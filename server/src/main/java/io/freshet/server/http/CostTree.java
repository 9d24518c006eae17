package io.freshet.server.http;

import io.freshet.Cost;
import io.freshet.Money;
import io.freshet.Price;
import io.freshet.SparedEntry;
import io.freshet.cost.CostReport;
import io.freshet.server.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Costs as the wire shows them. What is not known is null, and never 0.
final class CostTree {
    private static final int CENTS_OF_CENTS = 4;

    private CostTree() {}

    /// Exact.
    static JsonNode usd(Optional<Money> money) {
        return number(money.map(Money::usd));
    }

    private static JsonNode number(Optional<BigDecimal> usd) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return usd.isPresent() ? nodes.numberNode(plain(usd.get())) : nodes.nullNode();
    }

    private static BigDecimal plain(BigDecimal usd) {
        BigDecimal shortest = usd.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }

    /// A guess, to a hundredth of a cent.
    static JsonNode guess(Optional<BigDecimal> usd) {
        return number(usd.map(known -> known.setScale(CENTS_OF_CENTS, RoundingMode.HALF_UP)));
    }

    static ObjectNode cost(Cost cost) {
        return onto(Json.object(), cost);
    }

    private static ObjectNode onto(ObjectNode tree, Cost cost) {
        tree.set("cost_usd", usd(Optional.of(cost.money()).filter(_ -> cost.isKnown())));
        tree.put("requests", cost.requests());
        tree.put("texts", cost.texts());
        tree.put("tokens", cost.tokens());
        tree.put("estimated_tokens", cost.estimated());
        tree.put("unpriced_tokens", cost.unpriced());
        tree.put("failed_requests", cost.failed().requests());
        tree.put("failed_tokens", cost.failed().tokens());
        return tree;
    }

    /// @param name of the field that tells them apart
    static <K> ArrayNode costs(String name, SortedMap<K, Cost> costs) {
        ArrayNode list = Json.array();
        costs.forEach((key, cost) -> onto(list.addObject().put(name, key.toString()), cost));
        return list;
    }

    /// Every reason, also one that spared nothing.
    static ArrayNode spared(CostReport report) {
        Map<SparedEntry.Reason, CostReport.Spared> sums = report.sparedByReason();
        ArrayNode list = Json.array();
        for (SparedEntry.Reason reason : SparedEntry.Reason.values()) {
            CostReport.Spared spared = sums.getOrDefault(reason, new CostReport.Spared(0, 0));
            list.addObject()
                    .put("reason", reason.word())
                    .put("count", spared.count())
                    .put("tokens", spared.tokens());
        }
        return list;
    }

    /// What so many tokens of a model cost.
    static ObjectNode estimate(String model, Optional<Price> price, long tokens) {
        ObjectNode tree = Json.object().put("model", model);
        tree.set("cost_usd", usd(price.map(known -> known.of(tokens))));
        tree.set("usd_per_million_tokens", number(price.map(Price::usdPerMillionTokens)));
        tree.put("date", price.map(Price::date).filter(date -> !date.isEmpty()).orElse(null));
        tree.put("source", price.map(Price::source).filter(from -> !from.isEmpty()).orElse(null));
        return tree;
    }
}

package io.freshet.server.http;

import io.freshet.CollectionName;
import io.freshet.CostEntry;
import io.freshet.Price;
import io.freshet.cost.CostReport;
import io.freshet.library.config.Config;
import io.freshet.server.json.Fields;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What embedding has cost, and what it would.
record CostRoutes(Shards shards, Clock clock) {
    private static final long TOKENS_MAX = 1_000_000_000_000L;
    private static final LocalDate FIRST_DAY = LocalDate.of(1970, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

    Reply get(Exchange exchange) throws InterruptedException {
        Query query = exchange.query();
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate first = day(query, "from").orElse(today.withDayOfMonth(1));
        LocalDate last = day(query, "to").orElse(today);
        Optional<CollectionName> only = query.string("collection").map(Target::collectionNamed);
        query.finish();
        if (last.isBefore(first)) {
            throw Query.wrong("to", "must not be before from, which is " + first);
        }
        CostReport all = shards.costs(FIRST_DAY, LAST_DAY);
        CostReport mine = only.map(all::of).orElse(all);
        return Reply.ok(
                tree(mine.within(first, last), mine.projection(now))
                        .put("from", "" + first)
                        .put("to", "" + last));
    }

    private static ObjectNode tree(CostReport report, Optional<BigDecimal> projection) {
        ObjectNode tree = Json.object();
        tree.set("total", CostTree.cost(report.total()));
        tree.set("projected_month_usd", CostTree.guess(projection));
        tree.set("months", CostTree.costs("month", report.by(CostRoutes::month)));
        tree.set("days", CostTree.costs("day", report.by(CostEntry.Kind::day)));
        tree.set("collections", CostTree.costs("collection", report.by(CostRoutes::collection)));
        tree.set("causes", CostTree.costs("cause", report.by(CostRoutes::cause)));
        tree.set("models", CostTree.costs("model", report.by(CostEntry.Kind::model)));
        tree.set("endpoints", CostTree.costs("endpoint", report.by(CostEntry.Kind::endpoint)));
        tree.set("spared", CostTree.spared(report));
        return tree;
    }

    private static YearMonth month(CostEntry.Kind kind) {
        return YearMonth.from(kind.day());
    }

    private static String cause(CostEntry.Kind kind) {
        return kind.cause().word();
    }

    private static String collection(CostEntry.Kind kind) {
        return kind.collection().value();
    }

    private static Optional<LocalDate> day(Query query, String name) {
        return query.string(name)
                .map(
                        text -> {
                            try {
                                return LocalDate.parse(text);
                            } catch (DateTimeParseException _) {
                                throw Query.wrong(name, "must be a day, such as 2026-01-31");
                            }
                        });
    }

    /// Models side by side, the cheapest first, and those without a known price last.
    Reply estimate(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        Fields fields = Fields.of(exchange.json(), "");
        long tokens =
                fields.integer("tokens")
                        .orElseThrow(() -> wrong(fields, "must say how many tokens"));
        fields.finish();
        if (tokens < 0 || tokens > TOKENS_MAX) {
            throw wrong(fields, "must be 0 to " + TOKENS_MAX);
        }
        ObjectNode tree = Json.object().put("tokens", tokens);
        ArrayNode models = tree.putArray("models");
        prices().entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.comparing(CostRoutes::rank)))
                .forEach(
                        each ->
                                models.add(
                                        CostTree.estimate(each.getKey(), each.getValue(), tokens)));
        return Reply.ok(tree);
    }

    private static ProblemException wrong(Fields fields, String what) {
        return ProblemException.at(
                fields.at("tokens"), ProblemCode.INVALID_FIELD, "tokens " + what);
    }

    private static BigDecimal rank(Optional<Price> price) {
        return price.map(Price::usdPerMillionTokens).orElse(BigDecimal.valueOf(Integer.MAX_VALUE));
    }

    /// Those that are known, and the models of all embedders.
    private Map<String, Optional<Price>> prices() {
        Config config = shards.configs().config();
        Map<String, Optional<Price>> prices = new TreeMap<>();
        config.prices().byModel().forEach((model, price) -> prices.put(model, Optional.of(price)));
        config.embedders().values().forEach(each -> prices.put(each.model(), config.price(each)));
        return prices;
    }
}

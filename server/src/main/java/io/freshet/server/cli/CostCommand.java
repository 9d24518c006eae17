package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;

/// Shows what embedding has cost.
@Command(
        name = "cost",
        description = {
            "Show what embedding has cost, in US dollars, and what was spared.",
            "This month's, of all collections, unless you say otherwise. Days are in UTC."
        },
        footer = {
            "",
            "Examples:",
            "  freshet cost",
            "  freshet cost -c support --from 2026-11-01 --to 2026-11-30",
            "  freshet cost estimate --tokens 10M"
        })
final class CostCommand implements Callable<Integer> {
    private static final String ROW = "  %-32s %16s %16s%n";
    private static final String UNKNOWN = "unknown";

    private final Terminal terminal;

    @Mixin private ServerOptions options = new ServerOptions();

    @Option(names = "--from", paramLabel = "DAY", description = "The first day.")
    private Optional<LocalDate> from = Optional.empty();

    @Option(names = "--to", paramLabel = "DAY", description = "The last day.")
    private Optional<LocalDate> to = Optional.empty();

    private CostCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    static CommandLine with(Terminal terminal) {
        return new CommandLine(new CostCommand(terminal)).addSubcommand(new Estimate(terminal));
    }

    @Override
    public Integer call() throws InterruptedException {
        JsonNode answer = options.client(terminal).get("/v1/cost" + query());
        if (options.json()) {
            terminal.out().println(Json.text(answer));
            return 0;
        }
        JsonNode total = answer.path("total");
        terminal.out()
                .printf(
                        "%s to %s: %s for %s in %s%n",
                        answer.path("from").asString(""),
                        answer.path("to").asString(""),
                        dollars(total.path("cost_usd")),
                        Text.count(total.path("tokens").asLong(), "token"),
                        Text.count(total.path("requests").asLong(), "request"));
        notes(total);
        terminal.out()
                .println(
                        "this month will come to about "
                                + dollars(answer.path("projected_month_usd")));
        groups(answer);
        spared(answer.path("spared"));
        return 0;
    }

    private String query() {
        StringBuilder query = new StringBuilder();
        options.named().ifPresent(name -> add(query, "collection", name));
        from.ifPresent(day -> add(query, "from", day.toString()));
        to.ifPresent(day -> add(query, "to", day.toString()));
        return query.toString();
    }

    private static void add(StringBuilder query, String name, String value) {
        query.append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    private void notes(JsonNode total) {
        note(total.path("estimated_tokens"), "were not counted by the provider but estimated");
        note(total.path("unpriced_tokens"), "are of a model whose price is not known");
        long failed = total.path("failed_requests").asLong();
        if (failed > 0) {
            terminal.out()
                    .println(Text.count(failed, "request") + " failed, and cost nothing known");
        }
    }

    private void note(JsonNode tokens, String what) {
        if (tokens.asLong() > 0) {
            terminal.out().println(Text.number(tokens.asLong()) + " of the tokens " + what);
        }
    }

    private void groups(JsonNode answer) {
        for (String group : new String[] {"months", "days", "collections", "causes", "models"}) {
            JsonNode sums = answer.path(group);
            if (sums.isEmpty()) {
                continue;
            }
            terminal.out().printf(ROW, terminal.bold(group), "tokens", "dollars");
            String name = group.substring(0, group.length() - 1);
            for (JsonNode sum : sums) {
                terminal.out()
                        .printf(
                                ROW,
                                sum.path(name).asString(""),
                                Text.number(sum.path("tokens").asLong()),
                                amount(sum.path("cost_usd")));
            }
        }
    }

    private void spared(JsonNode reasons) {
        terminal.out().printf(ROW, terminal.bold("spared"), "tokens", "times");
        for (JsonNode reason : reasons) {
            terminal.out()
                    .printf(
                            ROW,
                            reason.path("reason").asString("").replace('_', ' '),
                            Text.number(reason.path("tokens").asLong()),
                            Text.number(reason.path("count").asLong()));
        }
    }

    static String dollars(JsonNode usd) {
        return usd.isNull() ? "an unknown amount" : amount(usd) + " dollars";
    }

    /// To a hundredth of a cent, or to two digits where it is less.
    static String amount(JsonNode usd) {
        if (usd.isNull()) {
            return UNKNOWN;
        }
        BigDecimal exact = usd.decimalValue();
        BigDecimal shown = exact.setScale(4, RoundingMode.HALF_UP);
        return shown.signum() == 0 && exact.signum() != 0
                ? exact.round(new MathContext(2)).toPlainString()
                : shown.toPlainString();
    }

    /// Shows what so many tokens would cost, model beside model.
    @Command(
            name = "estimate",
            description = "Show what so many tokens would cost, model beside model.")
    static final class Estimate implements Callable<Integer> {
        private static final Pattern AMOUNT = Pattern.compile("(\\d+(?:\\.\\d+)?)([kKmMbB]?)");
        private static final String PRICE = "%-28s %14s %14s  %s%n";

        private final Terminal terminal;

        @Mixin private ServerOptions options = new ServerOptions();

        @Option(
                names = "--tokens",
                paramLabel = "N",
                required = true,
                converter = Amount.class,
                description = "How many, such as 10000000, 10M or 1.5B.")
        private long tokens;

        private Estimate(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            JsonNode answer =
                    options.client(terminal)
                            .post("/v1/cost/estimate", Json.object().put("tokens", tokens));
            if (options.json()) {
                terminal.out().println(Json.text(answer));
                return 0;
            }
            terminal.out().printf(PRICE, "model", "dollars", "for a million", "as of");
            for (JsonNode model : answer.path("models")) {
                terminal.out()
                        .printf(
                                PRICE,
                                model.path("model").asString(""),
                                amount(model.path("cost_usd")),
                                amount(model.path("usd_per_million_tokens")),
                                model.path("date").asString(""));
            }
            return 0;
        }

        /// `10M` or `10000000`.
        static final class Amount implements ITypeConverter<Long> {
            @Override
            public Long convert(String text) {
                Matcher matcher = AMOUNT.matcher(text);
                if (!matcher.matches()) {
                    throw none(text);
                }
                int zeros =
                        switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                            case "k" -> 3;
                            case "m" -> 6;
                            case "b" -> 9;
                            default -> 0;
                        };
                try {
                    return new BigDecimal(matcher.group(1)).movePointRight(zeros).longValueExact();
                } catch (ArithmeticException _) {
                    throw none(text);
                }
            }

            private static TypeConversionException none(String text) {
                return new TypeConversionException(
                        "it is a whole number such as 10000000, 10M or 1.5B, not " + text);
            }
        }
    }
}

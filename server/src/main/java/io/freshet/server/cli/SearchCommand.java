package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Asks the index.
@Command(
        name = "search",
        description = "Search a collection by meaning and by words.",
        footer = {
            "",
            "Examples:",
            "  freshet search \"how do refunds work\"",
            "  freshet search -k 3 --mode keyword --prefix docs/ refunds",
            "  freshet search \"how do refunds work\" --rerank",
            "  freshet search \"how do refunds work\" --at-version 12"
        })
final class SearchCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private ServerOptions options = new ServerOptions();

    @Parameters(paramLabel = "QUESTION", arity = "1..*", description = "What to search for.")
    private List<String> words = new ArrayList<>();

    @Option(names = "-k", paramLabel = "N", description = "How many hits (default: 10).")
    private int count = 10;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "hybrid, vector or keyword (default: hybrid).")
    private String mode = "hybrid";

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description = "Only documents whose id starts so.")
    private String prefix = "";

    @Option(
            names = "--exact",
            description = "Compare with every chunk: slower, and never misses a near one.")
    private boolean isExact;

    @Option(
            names = "--at-version",
            paramLabel = "N",
            description = "Search that retained version, exactly, and not the newest.")
    private Optional<Long> atVersion = Optional.empty();

    @Option(
            names = "--rerank",
            paramLabel = "NAME",
            arity = "0..1",
            fallbackValue = "",
            description =
                    "Have the best candidates ordered by this reranker of the server, or by its only"
                            + " one. Write it behind the question, or with =.")
    private @Nullable String reranker;

    SearchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        String question = String.join(" ", words);
        ObjectNode body = Json.object().put("query", question).put("k", count).put("mode", mode);
        if (!prefix.isEmpty()) {
            body.put("prefix", prefix);
        }
        if (isExact) {
            body.put("exact", true);
        }
        atVersion.ifPresent(version -> body.put("at_version", version));
        String by = reranker;
        if (by != null) {
            ObjectNode rerank = body.putObject("rerank");
            if (!by.isEmpty()) {
                rerank.put("reranker", by);
            }
        }
        JsonNode answer = options.client(terminal).post(options.path() + "/search", body);
        if (options.json()) {
            terminal.out().println(Json.text(answer));
            return 0;
        }
        int rank = 0;
        for (JsonNode hit : answer.path("hits")) {
            rank++;
            print(rank, hit, question);
        }
        terminal.out()
                .println(
                        terminal.faint(
                                (rank == 0 ? "no hits" : rank + (rank == 1 ? " hit" : " hits"))
                                        + " in "
                                        + answer.path("took_ms").asDouble()
                                        + " ms, index version "
                                        + answer.path("index_version").asLong()
                                        + reranked(answer.path("rerank"))
                                        + (rank == 0 ? waiting() : "")));
        return 0;
    }

    /// Why nothing may be found yet.
    private String waiting() throws InterruptedException {
        try {
            long waiting = options.client(terminal).get(options.path()).path("pending").asLong();
            return waiting == 0
                    ? ""
                    : "; " + Text.count(waiting, "document") + " waiting to be indexed";
        } catch (CommandFailed _) {
            return ""; // the search itself was answered
        }
    }

    private static String reranked(JsonNode rerank) {
        if (rerank.isMissingNode()) {
            return "";
        }
        String by = rerank.path("reranker").asString("");
        return rerank.path("applied").asBoolean(false)
                ? ", reranked by " + by + " in " + rerank.path("took_ms").asDouble() + " ms"
                : ", not reranked by " + by + ": " + rerank.path("detail").asString("");
    }

    private void print(int rank, JsonNode hit, String question) {
        StringBuilder place =
                new StringBuilder(terminal.bold(hit.path("document_id").asString("")));
        for (JsonNode heading : hit.path("headings")) {
            place.append(" › ").append(heading.asString(""));
        }
        double by = hit.at("/scores/rerank").asDouble(hit.path("score").asDouble());
        String score = String.format(Locale.ROOT, "%.4f", by);
        terminal.out().println(rank + ". " + terminal.green(score) + "  " + place);
        String snippet = Text.snippet(hit.path("text").asString(""), question);
        terminal.out().println("   " + Text.emphasised(snippet, question, terminal));
        terminal.out().println();
    }
}

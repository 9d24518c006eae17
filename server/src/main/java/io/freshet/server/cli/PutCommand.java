package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Indexes files and folders, and says what it took.
@Command(
        name = "put",
        description = {
            "Index files and folders, and wait until they are searchable.",
            "Of a folder, Markdown and text files are taken (.md .markdown .txt); hidden ones, symbolic"
                    + " links, node_modules and target are left out. A document's id is its path"
                    + " from here; for a folder elsewhere, from that folder's parent."
        },
        footer = {
            "",
            "Examples:",
            "  freshet put docs/                  ids docs/intro.md, docs/guide/setup.md ...",
            "  freshet put -c support README.md notes.txt",
            "  echo \"Refunds take five days.\" | freshet put - --id refunds"
        })
final class PutCommand implements Callable<Integer> {
    private static final String STDIN = "-";
    private static final int GONE = 410;
    private static final int NOT_FOUND = 404;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Terminal terminal;

    @Mixin private ServerOptions options = new ServerOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE|DIR|-",
            arity = "1..*",
            description = "Files and folders; - reads standard input.")
    private List<String> paths = new ArrayList<>();

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "The document's id, for standard input or a single file.")
    private Optional<String> id = Optional.empty();

    PutCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        long started = System.nanoTime();
        String collection = options.path();
        ApiClient client = options.client(terminal);
        if (paths.contains(STDIN)) {
            return putInput(client, collection, started);
        }
        DocumentFiles files = new DocumentFiles(terminal.directory());
        paths.forEach(files::add);
        List<DocumentFiles.Document> documents = named(files.found());
        ApiClient.Answer before = client.ask(collection);
        if (!before.isOk() && before.status() != NOT_FOUND) {
            throw before.failed();
        }
        PutSummary summary = new PutSummary();
        try (Progress progress = new Progress(terminal, "documents", documents.size())) {
            new Uploader(client, collection, progress).send(documents).forEach(summary::add);
        }
        return report(new Run(client, collection, before, started), files.skipped(), summary);
    }

    /// A put from its start.
    ///
    /// @param before how the collection stood
    private record Run(ApiClient client, String collection, ApiClient.Answer before, long started) {
        double seconds() {
            return (System.nanoTime() - started) / NANOS_PER_SECOND;
        }
    }

    private List<DocumentFiles.Document> named(List<DocumentFiles.Document> documents) {
        if (id.isEmpty()) {
            return documents;
        }
        if (documents.size() != 1) {
            throw new CommandFailed("--id names one document, and there are " + documents.size());
        }
        DocumentFiles.Document only = documents.getFirst();
        return List.of(new DocumentFiles.Document(only.file(), id.get(), only.bytes()));
    }

    private Integer putInput(ApiClient client, String collection, long started)
            throws IOException, InterruptedException {
        if (paths.size() > 1 || id.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "- stands alone and needs --id");
        }
        String text = new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8);
        ApiClient.Answer before = client.ask(collection);
        ObjectNode body = Json.object();
        body.putArray("events").add(Uploader.event(id.get(), text, "text/markdown"));
        PutSummary summary = new PutSummary();
        try (Progress progress = new Progress(terminal, "documents", 1)) {
            JsonNode answer = new Uploader(client, collection, progress).offer(body);
            summary.add(new Uploader.Sent(List.of(id.get()), 0, answer));
        }
        return report(new Run(client, collection, before, started), Map.of(), summary);
    }

    private int report(Run run, Map<String, Integer> skippedFiles, PutSummary summary)
            throws InterruptedException {
        double seconds = run.seconds();
        Map<String, Integer> skipped = new LinkedHashMap<>(skippedFiles);
        if (summary.notText() > 0) {
            skipped.put("not UTF-8", summary.notText());
        }
        countChanges(run, summary);
        JsonNode after = run.client().get(run.collection());
        long texts = Math.max(0, texts(after) - texts(run.before().body()));
        if (options.json()) {
            terminal.out().println(Json.text(summary.tree(skipped, texts, seconds)));
            return summary.hasFailures() ? 1 : 0;
        }
        summary.print(terminal, texts, seconds);
        if (!skipped.isEmpty()) {
            StringJoiner reasons = new StringJoiner(", ", "skipped: ", "");
            skipped.forEach((reason, count) -> reasons.add(Text.number(count) + " " + reason));
            terminal.out().println(reasons);
        }
        return summary.hasFailures() ? 1 : 0;
    }

    private static long texts(JsonNode status) {
        return status.path("spent").path("texts").asLong(0);
    }

    /// Which documents were new is what the feed says since the start.
    private static void countChanges(Run run, PutSummary summary) throws InterruptedException {
        JsonNode before = run.before().body();
        String history = before.path("history").asString("");
        String from =
                "?limit=1000&since_version="
                        + before.path("index_version").asLong(0)
                        + (history.isEmpty() ? "" : "&history=" + history);
        while (true) {
            ApiClient.Answer page = run.client().ask(run.collection() + "/changes" + from);
            if (page.status() == GONE) {
                return;
            }
            if (!page.isOk()) {
                throw page.failed();
            }
            JsonNode changes = page.body().path("changes");
            changes.forEach(summary::addChange);
            if (changes.isEmpty()) {
                return;
            }
            from = "?limit=1000&since=" + page.body().path("next").asString("");
        }
    }
}

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

/// Indexes files and folders, and says what it took.
@Command(
        name = "put",
        description = {
            "Index files and folders, and wait until they are searchable. Ctrl-C loses nothing that"
                    + " was accepted: run it again to go on.",
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

    /// As shells say that a signal ended it.
    private static final int INTERRUPTED = 130;
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
        DocumentFiles files = new DocumentFiles(terminal.directory());
        DocumentLines lines;
        int total;
        if (paths.contains(STDIN)) {
            lines = new DocumentLines(List.of(input()));
            total = 1;
        } else {
            paths.forEach(files::add);
            List<DocumentFiles.Document> documents = named(files.found());
            lines = new DocumentLines(documents);
            total = documents.size();
        }
        return put(new Work(lines, total, files.skipped(), started));
    }

    /// What is put.
    private record Work(
            DocumentLines lines, int total, Map<String, Integer> skippedFiles, long started) {
        double seconds() {
            return (System.nanoTime() - started) / NANOS_PER_SECOND;
        }

        Map<String, Integer> skipped() {
            Map<String, Integer> skipped = new LinkedHashMap<>(skippedFiles);
            if (lines.notText() > 0) {
                skipped.put("not UTF-8", lines.notText());
            }
            return skipped;
        }
    }

    private List<DocumentFiles.Document> named(List<DocumentFiles.Document> documents) {
        if (id.isEmpty()) {
            return documents;
        }
        if (documents.size() != 1) {
            throw new CommandFailed("--id names one document, and there are " + documents.size());
        }
        return List.of(new DocumentFiles.Document(documents.getFirst().file(), id.get()));
    }

    private DocumentLines.Given input() throws IOException {
        if (paths.size() > 1 || id.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "- stands alone and needs --id");
        }
        String text = new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8);
        return new DocumentLines.Given(id.get(), text);
    }

    private int put(Work work) throws InterruptedException {
        String collection = options.path();
        ApiClient client = options.client(terminal);
        ApiClient.Answer before = client.ask(collection);
        if (!before.isOk() && before.status() != NOT_FOUND) {
            throw before.failed();
        }
        Standing stood = Standing.of(before.body());
        JsonNode answer;
        Standing after;
        boolean stopped;
        try (PutProgress progress = new PutProgress(terminal, work.total())) {
            Uploader uploader = new Uploader(client, collection, work.lines(), stood, progress);
            if (terminal.isProcess()) {
                StopSignal.onStop(uploader::stop, () -> Runtime.getRuntime().halt(INTERRUPTED));
            }
            answer = uploader.send();
            after = uploader.await();
            stopped = uploader.isStopped();
        }
        PutSummary summary = new PutSummary(work.lines().sent(), answer, stood, after);
        countChanges(client, before.body(), summary);
        report(work, summary);
        if (stopped) {
            terminal.err().println(interrupted(answer, stood, after));
            return INTERRUPTED;
        }
        return summary.hasFailures() ? 1 : 0;
    }

    private static String interrupted(JsonNode answer, Standing before, Standing after) {
        long accepted = answer.path("accepted").asLong(0);
        long searchable =
                Math.min(accepted, Standing.since(before.settled(), after.settled()));
        return "interrupted: "
                + Text.count(accepted, "document")
                + " accepted, "
                + Text.number(searchable)
                + " of them searchable so far, and the server goes on with them. To go on, run the"
                + " same command again: what is unchanged costs nothing";
    }

    private void report(Work work, PutSummary summary) {
        Map<String, Integer> skipped = work.skipped();
        if (options.json()) {
            terminal.out().println(Json.text(summary.tree(skipped, work.seconds())));
            return;
        }
        summary.print(terminal, work.seconds());
        if (!skipped.isEmpty()) {
            StringJoiner reasons = new StringJoiner(", ", "skipped: ", "");
            skipped.forEach((reason, count) -> reasons.add(Text.number(count) + " " + reason));
            terminal.out().println(reasons);
        }
    }

    /// Which documents were new is what the feed says since the start.
    private void countChanges(ApiClient client, JsonNode before, PutSummary summary)
            throws InterruptedException {
        String history = before.path("history").asString("");
        String from =
                "?limit=1000&since_version="
                        + before.path("index_version").asLong(0)
                        + (history.isEmpty() ? "" : "&history=" + history);
        while (true) {
            ApiClient.Answer page = client.ask(options.path() + "/changes" + from);
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

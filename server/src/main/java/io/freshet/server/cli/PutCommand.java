package io.freshet.server.cli;

import io.freshet.Content;
import io.freshet.Decoded;
import io.freshet.Unread;
import io.freshet.server.json.Json;
import io.freshet.spi.Decoder.Known;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
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
            "Of a folder, Markdown, text, reStructuredText, AsciiDoc and HTML are taken; what is"
                    + " hidden, installed packages and what a build makes are left out. A file that"
                    + " is named is taken whatever its name, if it is text. A document's id is its"
                    + " path from here; for a folder elsewhere, from that folder's parent."
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

    private static final int FAILED = 1;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Terminal terminal;
    private final Reading reading;

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

    @Option(names = "--verbose", description = "Name each file that is skipped, with the reason.")
    private boolean verbose;

    PutCommand(Terminal terminal, Reading reading) {
        this.terminal = terminal;
        this.reading = reading;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        long started = System.nanoTime();
        DocumentFiles files = new DocumentFiles(reading, terminal.directory());
        if (paths.contains(STDIN)) {
            return put(new Work(List.of(input()), List.of(), started));
        }
        paths.forEach(files::add);
        return put(new Work(named(files.found()), files.skipped(), started));
    }

    /// What is put.
    ///
    /// @param skipped what was left out when the documents were looked for
    /// @param started when, by the JVM's clock
    private record Work(List<Input> documents, List<Skipped> skipped, long started) {
        double seconds() {
            return (System.nanoTime() - started) / NANOS_PER_SECOND;
        }
    }

    private List<Input> named(List<Input> documents) {
        if (id.isEmpty()) {
            return documents;
        }
        if (documents.size() != 1) {
            throw new CommandFailed("--id names one document, and there are " + documents.size());
        }
        return List.of(new Input.Renamed(id.get(), documents.getFirst()));
    }

    private Input input() throws IOException {
        if (paths.size() > 1 || id.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "- stands alone and needs --id");
        }
        byte[] bytes = terminal.in().readAllBytes();
        return switch (reading.decoder().decode(bytes, Known.NOTHING)) {
            case Decoded.Read(Content content) -> new Input.Given(id.get(), content);
            case Unread(_, String reason) ->
                    throw new CommandFailed("what comes from standard input is not put: " + reason);
        };
    }

    private int put(Work work) throws InterruptedException {
        ApiClient client = options.client(terminal);
        ApiClient.Answer before = client.ask(options.path());
        if (!before.isOk() && before.status() != NOT_FOUND) {
            throw before.failed();
        }
        DocumentLines lines = new DocumentLines(work.documents());
        Standing stood = Standing.of(before.body());
        PutSummary summary;
        boolean stopped;
        try (PutProgress progress = new PutProgress(terminal, work.documents().size())) {
            Uploader uploader = new Uploader(client, options.path(), lines, stood, progress);
            if (terminal.isProcess()) {
                StopSignal.onStop(() -> stop(uploader), this::leave);
            }
            PutTally answer = uploader.send();
            Standing after = uploader.await();
            summary = new PutSummary(lines.sent(), answer, stood, after);
            stopped = uploader.isStopped();
        }
        countChanges(client, before.body(), summary);
        List<Skipped> skipped = new ArrayList<>(work.skipped());
        skipped.addAll(lines.skipped());
        report(summary, skipped, work.seconds());
        if (stopped) {
            int read = lines.count() + lines.skipped().size();
            terminal.err().println(summary.interrupted(work.documents().size() - read));
            return INTERRUPTED;
        }
        return summary.hasFailures() || skipped.stream().anyMatch(Skipped::isNamed) ? FAILED : 0;
    }

    private void stop(Uploader uploader) {
        uploader.stop();
        terminal.err()
                .println(
                        "\nstopping once the server has taken what is on its way (again: at once)");
    }

    private void leave() {
        terminal.err()
                .println("\nleft: what was accepted stays; run the same command again to go on");
        Runtime.getRuntime().halt(INTERRUPTED);
    }

    private void report(PutSummary summary, List<Skipped> skipped, double seconds) {
        SortedMap<String, Integer> reasons = new TreeMap<>();
        skipped.forEach(one -> reasons.merge(one.reason(), 1, Integer::sum));
        if (options.json()) {
            terminal.out().println(Json.text(summary.tree(reasons, seconds)));
        } else {
            summary.print(terminal, seconds);
            if (!reasons.isEmpty()) {
                StringJoiner line = new StringJoiner("; ", "skipped: ", "");
                reasons.forEach(
                        (reason, count) -> line.add(reason + " (" + Text.number(count) + ")"));
                terminal.out().println(line);
            }
        }
        for (Skipped one : skipped) {
            if (verbose || one.isNamed()) {
                terminal.err().println("skipped " + one.path() + ": " + one.reason());
            }
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

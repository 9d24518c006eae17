package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Sends an export to a server, into a collection.
@Command(
        name = "import",
        description = {
            "Put the documents of an export into a collection, with their vectors: nothing is",
            "embedded where model and chunking are the same. A damaged file is refused whole."
        },
        footer = {
            "",
            "Examples:",
            "  freshet import notes.ndjson",
            "  freshet import notes.ndjson -c copy",
            "  freshet import notes.ndjson -c other-model --embed"
        })
final class ImportCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private ServerOptions options = new ServerOptions();

    @Parameters(paramLabel = "FILE", description = "An export.")
    private String file = "";

    @Option(
            names = "--embed",
            description = "Embed what has no vector that fits; without it, that is refused.")
    private boolean embed;

    ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        Path from = terminal.directory().resolve(file).normalize();
        if (!Files.isReadable(from)) {
            throw new CommandFailed(from + " cannot be read");
        }
        AtomicLong sent = new AtomicLong();
        String path = options.path() + "/import" + (embed ? "?embed=true" : "");
        try (Ticker _ = new Ticker(terminal, () -> progress(sent.get(), from))) {
            ApiClient.Answer answer =
                    options.client(terminal).stream(path, () -> new Counted(open(from), sent));
            if (!answer.isOk()) {
                throw answer.failed();
            }
            return say(answer.body());
        }
    }

    private static InputStream open(Path from) {
        try {
            return Files.newInputStream(from);
        } catch (IOException e) {
            throw new UncheckedIOException(from + " cannot be read", e);
        }
    }

    private static String progress(long sent, Path from) {
        long all = from.toFile().length();
        return sent < all
                ? Text.number(sent) + " of " + Text.count(all, "byte") + " sent"
                : "all sent; the documents are put";
    }

    private int say(JsonNode answer) {
        if (options.json()) {
            terminal.out().println(Json.text(answer));
        } else {
            terminal.out()
                    .println(
                            "imported "
                                    + Text.count(answer.path("documents").asLong(), "document")
                                    + " with "
                                    + Text.count(answer.path("vectors").asLong(), "vector")
                                    + "; "
                                    + Text.count(answer.path("embedded_tokens").asLong(), "token")
                                    + " embedded; index version "
                                    + answer.path("index_version").asLong());
            answer.path("failed")
                    .forEach(
                            failed ->
                                    terminal.err()
                                            .println(
                                                    failed.path("document_id").asString("")
                                                            + ": "
                                                            + failed.path("detail").asString("")));
        }
        return answer.path("failed").isEmpty() ? 0 : 1;
    }

    /// Counts what was read.
    private static final class Counted extends FilterInputStream {
        private final AtomicLong count;

        Counted(InputStream in, AtomicLong count) {
            super(in);
            this.count = count;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count.addAndGet(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            count.addAndGet(Math.max(0, read));
            return read;
        }
    }
}

package io.freshet.server.cli;

import io.freshet.library.export.BadExportException;
import io.freshet.library.export.ExportLine;
import io.freshet.library.export.ExportReader;
import io.freshet.server.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Fetches a collection in lines of JSON and checks it.
@Command(
        name = "export",
        description = {
            "Write a collection's newest version into a file: documents, metadata, chunks and",
            "vectors, a JSON object a line. `freshet import` takes it without embedding anew."
        },
        footer = {
            "",
            "Examples:",
            "  freshet export notes.ndjson",
            "  freshet export support.ndjson -c support"
        })
final class ExportCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private ServerOptions options = new ServerOptions();

    @Parameters(paramLabel = "FILE", description = "Where it goes; not there yet.")
    private String file = "";

    ExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        Path target = terminal.directory().resolve(file).normalize();
        if (Files.exists(target)) {
            throw new CommandFailed(target + " is there already; name another file");
        }
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try (Ticker _ = new Ticker(terminal, () -> Text.count(size(part), "byte") + " written")) {
            options.client(terminal).fetch(options.path() + "/export", part);
            ExportLine.Footer footer = verified(part);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            say(target, footer);
            return 0;
        } catch (IOException e) {
            throw new CommandFailed(target + " cannot be written: " + e.getMessage());
        } finally {
            delete(part);
        }
    }

    private static long size(Path part) {
        try {
            return Files.size(part);
        } catch (IOException _) {
            return 0;
        }
    }

    private static ExportLine.Footer verified(Path part) throws IOException, InterruptedException {
        try {
            return ExportReader.read(part, _ -> {});
        } catch (BadExportException e) {
            throw new CommandFailed("the export came damaged: " + e.getMessage());
        }
    }

    private void say(Path target, ExportLine.Footer footer) throws IOException {
        if (options.json()) {
            terminal.out()
                    .println(
                            Json.text(
                                    Json.object()
                                            .put("file", target.toString())
                                            .put("bytes", Files.size(target))
                                            .put("documents", footer.documents())
                                            .put("chunks", footer.chunks())
                                            .put("vectors", footer.vectors())));
            return;
        }
        terminal.out()
                .println(
                        "exported "
                                + Text.count(footer.documents(), "document")
                                + " and "
                                + Text.count(footer.vectors(), "vector")
                                + " to "
                                + target
                                + ", "
                                + Text.count(Files.size(target), "byte"));
    }

    private static void delete(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new CommandFailed(part + " cannot be deleted: " + e.getMessage());
        }
    }
}

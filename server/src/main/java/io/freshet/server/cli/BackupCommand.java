package io.freshet.server.cli;

import io.freshet.CollectionName;
import io.freshet.library.backup.BackupFile;
import io.freshet.library.backup.BadBackupException;
import io.freshet.server.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Fetches a backup from a running server and checks it.
@Command(
        name = "backup",
        description = {
            "Back up a running server into one file: all collections, or the one named by -c.",
            "It holds what was accepted before, and is checked before it gets its name."
        },
        footer = {
            "",
            "Examples:",
            "  freshet backup freshet-2026-11-28.zip",
            "  freshet backup support.zip -c support"
        })
final class BackupCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private ServerOptions options = new ServerOptions();

    @Parameters(paramLabel = "FILE", description = "Where it goes; not there yet.")
    private String file = "";

    BackupCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        Path target = terminal.directory().resolve(file).normalize();
        if (Files.exists(target)) {
            throw new CommandFailed(target + " is there already; name another file");
        }
        Path part = target.resolveSibling(target.getFileName() + ".part");
        String path =
                "/v1/backup"
                        + options.named()
                                .map(name -> "?collection=" + ApiClient.encoded(name))
                                .orElse("");
        try {
            options.client(terminal).download(path, part);
            List<CollectionName> collections = verified(part);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            say(target, collections);
            return 0;
        } catch (IOException e) {
            throw new CommandFailed(target + " cannot be written: " + e.getMessage());
        } finally {
            delete(part);
        }
    }

    private static List<CollectionName> verified(Path part) {
        try (BackupFile backup = BackupFile.open(part)) {
            backup.verify();
            return backup.collections();
        } catch (BadBackupException e) {
            throw new CommandFailed("the backup came damaged: " + e.getMessage());
        }
    }

    private void say(Path target, List<CollectionName> collections) throws IOException {
        long bytes = Files.size(target);
        if (options.json()) {
            ObjectNode tree = Json.object().put("file", target.toString()).put("bytes", bytes);
            ArrayNode names = tree.putArray("collections");
            collections.forEach(name -> names.add(name.value()));
            terminal.out().println(Json.text(tree));
            return;
        }
        terminal.out()
                .println(
                        "backed up "
                                + Text.count(collections.size(), "collection")
                                + " to "
                                + target
                                + ", "
                                + Text.count(bytes, "byte"));
    }

    private static void delete(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new CommandFailed(part + " cannot be deleted: " + e.getMessage());
        }
    }
}

package io.freshet.server.cli;

import io.freshet.server.LocalReading;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// Runs commands and keeps what they print.
public final class Shell {
    private final Path directory;
    private final boolean colours;
    private final Map<String, String> environment;
    private boolean live;

    public Shell(Path directory, boolean colours, Map<String, String> environment) {
        this.directory = directory;
        this.colours = colours;
        this.environment = environment;
    }

    Shell(Path directory) {
        this(directory, false, Map.of());
    }

    /// The same, where a person sees what is said.
    Shell onTerminal() {
        Shell shell = new Shell(directory, colours, environment);
        shell.live = true;
        return shell;
    }

    /// How a command ended.
    public record Done(int code, String out, String err) {}

    public Done run(String... arguments) {
        return reading("", arguments);
    }

    Done reading(String input, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        colours,
                        live,
                        directory,
                        environment);
        int code =
                Cli.run(
                        terminal,
                        config -> {
                            throw new IllegalStateException("port 8765 is taken");
                        },
                        new LocalReading(),
                        arguments);
        return new Done(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}

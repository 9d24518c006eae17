package io.freshet.server.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What a command talks to.
///
/// @param colours whether `out` is a terminal whose user likes colours
/// @param live whether `err` is a terminal, so that a line on it may be written over
/// @param directory that relative paths start from
public record Terminal(
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean colours,
        boolean live,
        Path directory,
        Map<String, String> environment) {
    public Terminal {
        environment = Map.copyOf(environment);
    }

    /// This process's own.
    public static Terminal system() {
        Map<String, String> environment = System.getenv();
        boolean plain =
                !environment.getOrDefault("NO_COLOR", "").isEmpty()
                        || environment.getOrDefault("TERM", "").equals("dumb");
        return new Terminal(
                System.in,
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                isTerminal(1) && !plain,
                isTerminal(2) && !environment.getOrDefault("TERM", "").equals("dumb"),
                Path.of("").toAbsolutePath(),
                environment);
    }

    /// The JDK only tells whether input and output both are one.
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            if (Files.isSymbolicLink(link)) {
                String target = Files.readSymbolicLink(link).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
            }
        } catch (IOException _) {
            return false;
        }
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    /// Whether the process is the command's, and so are its signals.
    boolean isProcess() {
        return in.equals(System.in);
    }

    String bold(String text) {
        return styled("1", text);
    }

    String faint(String text) {
        return styled("2", text);
    }

    String green(String text) {
        return styled("32", text);
    }

    String red(String text) {
        return styled("31", text);
    }

    String yellow(String text) {
        return styled("33", text);
    }

    private String styled(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}

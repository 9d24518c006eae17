package io.freshet.benchmarks.bulk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A [BulkServer] in a process of its own. Confined to one thread.
public final class ServerProcess implements AutoCloseable {
    private static final int STOP_SECONDS_MAX = 30;

    private final Process process;
    private final BufferedReader output;

    private ServerProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /// @param heap as `-Xmx` takes it
    /// @param arguments `no-model`, and others of a [BulkServer]
    public static ServerProcess start(String heap, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--add-modules",
                                "jdk.incubator.vector",
                                "-Xmx" + heap,
                                "-XX:+ExitOnOutOfMemoryError",
                                "-cp",
                                System.getProperty("java.class.path"),
                                BulkServer.class.getName()));
        command.addAll(List.of(arguments));
        try {
            return new ServerProcess(
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns when it answers searches.
    public int port() {
        return Integer.parseInt(awaitLine(BulkServer.PORT));
    }

    /// Ends it.
    ///
    /// @return what its heap has held at most, in bytes: with garbage, and after a collection
    public Peak stop() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String[] peak = awaitLine(BulkServer.HEAP).split(" ");
        return new Peak(Long.parseLong(peak[0]), Long.parseLong(peak[1]));
    }

    /// What a heap has held at most, in bytes.
    public record Peak(long used, long kept) {}

    /// What follows the beginning of the first line that begins so; others are the log's.
    private String awaitLine(String beginning) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(beginning)) {
                    return line.substring(beginning.length());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("the server has ended");
    }

    /// What it holds goes with it; a process that does not end is killed.
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

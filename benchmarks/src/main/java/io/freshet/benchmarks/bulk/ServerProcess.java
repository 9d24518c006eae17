package io.freshet.benchmarks.bulk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A [BulkServer] in a process of its own. Confined to one thread.
public final class ServerProcess implements AutoCloseable {
    private static final int STOP_SECONDS_MAX = 30;
    private static final int SILENT_MINUTES_MAX = 10;

    private final Process process;
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    private ServerProcess(Process process) {
        this.process = process;
        Thread.ofPlatform().daemon().name("server-output").start(this::read);
    }

    /// Its lines, and nothing once it has ended.
    private void read() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(Optional.of(line));
            }
        } catch (IOException e) {
            lines.add(Optional.of("its output cannot be read: " + e));
        }
        lines.add(Optional.empty());
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
    public int port() throws InterruptedException {
        return Integer.parseInt(awaitLine(BulkServer.PORT));
    }

    /// Ends it.
    ///
    /// @return what its heap has held at most, in bytes: with garbage, and after a collection
    public Peak stop() throws InterruptedException {
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
    private String awaitLine(String beginning) throws InterruptedException {
        List<String> said = new ArrayList<>();
        while (true) {
            Optional<String> line = lines.poll(SILENT_MINUTES_MAX, TimeUnit.MINUTES);
            if (line == null) {
                throw new IllegalStateException("the server is silent; it said " + said);
            }
            if (line.isEmpty()) {
                throw new IllegalStateException("the server has ended; it said " + said);
            }
            if (line.get().startsWith(beginning)) {
                return line.get().substring(beginning.length());
            }
            said.add(line.get());
        }
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

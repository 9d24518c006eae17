package io.freshet.server.e2e;

import io.freshet.server.Overdue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server in a process of its own, from the classes that are tested, until it is killed.
final class MigratedProcess implements AutoCloseable {
    private static final Pattern LISTENS = Pattern.compile("listens on .*:(\\d+)$");
    private static final Pattern READY = Pattern.compile("^ready after ");

    private final Process process;
    private final int port;

    private MigratedProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Returns when it answers searches.
    static MigratedProcess start(Path data, Path config) {
        List<String> line =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-modules=jdk.incubator.vector",
                        "-Xmx400m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.freshet.server.Main",
                        "serve",
                        "--port",
                        "0",
                        "--data",
                        data.toString(),
                        "--config",
                        config.toString());
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            try (var _ = new Overdue(process)) {
                return new MigratedProcess(process, port(process.inputReader()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int port(BufferedReader said) throws IOException {
        StringBuilder all = new StringBuilder();
        int port = 0;
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            all.append(line).append('\n');
            Matcher listens = LISTENS.matcher(line);
            port = listens.find() ? Integer.parseInt(listens.group(1)) : port;
            if (port > 0 && READY.matcher(line).find()) {
                Thread.ofVirtual().start(() -> said.lines().forEach(_ -> {}));
                return port;
            }
        }
        throw new AssertionError("the server does not start\n" + all);
    }

    int port() {
        return port;
    }

    /// As a power cut for the process: nothing of it gets to do anything more.
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}

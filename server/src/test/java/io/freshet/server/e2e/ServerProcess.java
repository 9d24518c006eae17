package io.freshet.server.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `./freshet serve`, running. Safe for any thread.
final class ServerProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 300;
    private static final Pattern LISTENS = Pattern.compile("listens on .*:(\\d+)$");
    private static final Pattern READY = Pattern.compile("^ready after ");

    private final Home home;
    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private final Thread reader;

    private ServerProcess(Home home, Process process) {
        this.home = home;
        this.process = process;
        this.reader = Thread.ofVirtual().name("server-output").start(this::read);
    }

    /// Returns when it answers searches.
    static ServerProcess start(Home home) {
        ServerProcess server = launch(home);
        server.await(server.ready);
        return server;
    }

    /// Returns at once.
    static ServerProcess launch(Home home) {
        List<String> line = new ArrayList<>(home.before());
        line.add(launcher());
        line.addAll(List.of("serve", "--port", "0", "--data", home.data().toString()));
        line.addAll(List.of("--config", home.configuration().toString()));
        line.addAll(home.flags());
        try {
            return new ServerProcess(home, prepared(line).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Another command of `./freshet`, run in a directory; not started yet.
    static ProcessBuilder command(Path directory, String... arguments) {
        List<String> line = new ArrayList<>(List.of(launcher()));
        line.addAll(List.of(arguments));
        return prepared(line).directory(directory.toFile());
    }

    static ProcessBuilder prepared(List<String> line) {
        ProcessBuilder command = new ProcessBuilder(line);
        command.environment().keySet().removeIf(name -> name.startsWith("FRESHET_"));
        command.environment().put("FRESHET_NO_BUILD", "1");
        command.environment().put("FRESHET_JAVA_HOME", System.getProperty("java.home"));
        command.environment().put("FRESHET_JAVA_OPTS", "-Xmx1g");
        return command;
    }

    private static String launcher() {
        return root().resolve("freshet").toString();
    }

    /// The directory of `./freshet`.
    static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("freshet"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("no ./freshet in or above the working directory");
            }
        }
        return directory;
    }

    private void read() {
        try (BufferedReader lines = process.inputReader();
                Writer output =
                        Files.newBufferedWriter(
                                home.output(),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.APPEND)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.write(line + "\n");
                output.flush();
                Matcher listens = LISTENS.matcher(line);
                if (listens.find()) {
                    port.complete(Integer.valueOf(listens.group(1)));
                }
                if (READY.matcher(line).find()) {
                    ready.complete(true);
                }
            }
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
        IllegalStateException ended = new IllegalStateException("the server has ended");
        port.completeExceptionally(ended);
        ready.completeExceptionally(ended);
    }

    private <T> T await(CompletableFuture<T> fact) {
        try {
            return fact.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the server does not start\n" + home.printed(), e);
        }
    }

    int port() {
        return await(port);
    }

    Api api() {
        return Api.to(port(), "knowledge_base");
    }

    Home home() {
        return home;
    }

    /// The process that `./freshet` has become.
    long pid() {
        return process.pid();
    }

    /// `kill -9`.
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /// SIGTERM.
    ///
    /// @return the exit code
    int terminate() {
        process.destroy();
        return awaitEnd();
    }

    private int awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the server does not end\n" + home.printed());
            }
            reader.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}

package io.freshet.server.http;

import io.freshet.library.config.CollectionConfigs;
import io.freshet.server.Overdue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A server in a process of its own, over a disk that fails: the real one, but for an embedder that
/// needs no model.
final class DiskProcess implements AutoCloseable {
    private static final String PORT = "port=";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final FaultyDisk disk;
    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    private DiskProcess(FaultyDisk disk, Process process, int port) {
        this.disk = disk;
        this.process = process;
        this.port = port;
    }

    /// What the process runs. It ends when its standard input does, as with the test's own end.
    static final class Serve {
        private Serve() {}

        public static void main(String[] arguments) throws InterruptedException, IOException {
            CollectionConfigs configs = MemorySettings.configs();
            var adapters = new CountedAssembly(configs, Path.of(arguments[0]));
            try (Served served =
                    Served.start(HttpSettings.DEFAULT.withPort(0), adapters, configs)) {
                System.out.println(PORT + served.port());
                System.in.transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    /// Returns when it answers.
    static DiskProcess start(FaultyDisk disk) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-modules=jdk.incubator.vector"));
        line.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), Serve.class.getName()));
        line.add(disk.data().toString());
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(disk.environment());
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log(disk).toFile()));
        try {
            Process process = builder.start();
            try (var _ = new Overdue(process)) {
                return new DiskProcess(disk, process, port(disk, process.inputReader()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int port(FaultyDisk disk, BufferedReader said) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(PORT)) {
                return Integer.parseInt(line.substring(PORT.length()));
            }
        }
        throw new AssertionError("the server does not start\n" + Files.readString(log(disk)));
    }

    private static Path log(FaultyDisk disk) {
        return disk.data().resolveSibling("log");
    }

    /// What all processes over this disk have logged.
    List<String> logged() {
        try {
            return Files.readAllLines(log(disk));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Wire.Answer get(String path) {
        return send("GET", path, "text/markdown", "");
    }

    /// A document is this text now.
    Wire.Answer put(String path, String text) {
        return send("PUT", path, "text/markdown", text);
    }

    Wire.Answer post(String path, String json) {
        return send("POST", path, "application/json", json);
    }

    private Wire.Answer send(String method, String path, String mediaType, String body) {
        URI uri = URI.create("http://localhost:" + port + path);
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .timeout(PATIENCE)
                        .header("Content-Type", mediaType)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            Map<String, String> headers = new HashMap<>();
            answer.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
            return new Wire.Answer(answer.statusCode(), headers, answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// With the whole contract checked: for what this process alone can be made to answer.
    Wire wire() {
        return Wire.to(port);
    }

    /// `kill -9`.
    void kill() {
        process.destroyForcibly();
        end();
    }

    /// Stops it in order.
    @Override
    public void close() {
        disk.letGo(); // who waits for a sync would never end
        try {
            process.outputWriter().close();
        } catch (IOException _) {
            process.destroyForcibly();
        }
        end();
    }

    private void end() {
        try (var _ = new Overdue(process)) {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

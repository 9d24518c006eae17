package io.freshet.benchmarks.running;

import io.freshet.library.Assembly;
import io.freshet.library.config.Config;
import io.freshet.library.config.ConfigReader;
import io.freshet.server.FreshetServing;
import io.freshet.server.cli.Serving;
import io.freshet.spi.Adapters;
import io.freshet.spi.Extractor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/// A server in this process, with a data directory that goes with it. Safe for any thread.
public final class RunningServer implements AutoCloseable {
    private final Path directory;
    private final Serving.Running running;
    private final AtomicBoolean isStopped = new AtomicBoolean();

    private RunningServer(Path directory, Serving.Running running) {
        this.directory = directory;
        this.running = running;
    }

    /// Returns when it answers searches.
    ///
    /// @param yaml of `freshet.yaml`, without its `server`
    /// @param adapters what it takes in the place of its own
    public static RunningServer start(String yaml, UnaryOperator<Adapters> adapters)
            throws InterruptedException {
        Path directory = Directories.make();
        Config config = config(directory, yaml);
        FreshetServing serving =
                new FreshetServing(
                        (configs, homes) -> adapters.apply(new Assembly(configs, homes)));
        RunningServer server = new RunningServer(directory, serving.start(config));
        try {
            server.running.awaitReady();
        } catch (IllegalStateException | InterruptedException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private static Config config(Path directory, String yaml) {
        try {
            String server =
                    "server: {port: 0, data_dir: '%s'}%n".formatted(directory.resolve("data"));
            Path file = Files.writeString(directory.resolve("freshet.yaml"), server + yaml);
            return ConfigReader.read(ConfigReader.Flags.NONE, DataDirectory.environment(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The extractor that a server has.
    public static Extractor extractor() {
        return DataDirectory.of(Path.of("unused")).adapters().extractor();
    }

    public int port() {
        return running.port();
    }

    /// Stops it; what it has stored stays until it is closed.
    public void stop() {
        if (!isStopped.getAndSet(true)) {
            running.close();
        }
    }

    /// Where it stores everything.
    public Path data() {
        return directory.resolve("data");
    }

    @Override
    public void close() {
        stop();
        Directories.delete(directory);
    }
}

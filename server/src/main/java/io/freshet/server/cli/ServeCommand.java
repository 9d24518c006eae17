package io.freshet.server.cli;

import io.freshet.library.config.Config;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Runs a server until it is told to stop.
@Command(
        name = "serve",
        description = {
            "Start a server. Everything is stored in one directory; nothing else is needed.",
            "It stops cleanly on SIGTERM and on Ctrl-C."
        },
        footer = {
            "",
            "Examples:",
            "  freshet serve --folder ./docs          and keep what is in it searchable",
            "  freshet serve --folder a=./x --folder b=./y",
            "  freshet serve --data /var/lib/freshet --port 9000",
            "  freshet serve --config /etc/freshet.yaml"
        })
final class ServeCommand implements Callable<Integer> {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Terminal terminal;
    private final Serving serving;

    @Mixin private ConfigFlags flags = new ConfigFlags();

    private final AtomicBoolean stops = new AtomicBoolean();
    private final AtomicReference<Serving.@Nullable Running> serves = new AtomicReference<>();

    ServeCommand(Terminal terminal, Serving serving) {
        this.terminal = terminal;
        this.serving = serving;
    }

    @Override
    public Integer call() throws InterruptedException {
        long started = System.nanoTime();
        Config config = flags.read(terminal);
        StopSignal.onStop(this::stop);
        try (Serving.Running running = serving.start(config)) {
            serves.set(running);
            String address = "http://" + shown(config.server().host()) + ":" + running.port();
            terminal.out().println("Freshet listens on " + terminal.bold(address));
            terminal.out().println("data directory: " + config.server().dataDir());
            terminal.out().println("loading the embedding model and opening collections ...");
            running.awaitReady();
            double seconds = (System.nanoTime() - started) / NANOS_PER_SECOND;
            terminal.out()
                    .println(
                            terminal.green("ready")
                                    + " after "
                                    + Text.seconds(seconds)
                                    + ": "
                                    + address);
            new Scanning(terminal).await(running);
            new CountDownLatch(1).await();
            return 0;
        } catch (IllegalStateException e) {
            if (stops.get()) {
                new CountDownLatch(1).await(); // what is being stopped may fail on its way
            }
            throw new CommandFailed(String.valueOf(e.getMessage()));
        }
    }

    /// To be told to stop is no failure; and nothing that the JVM does on its way out is waited
    /// for.
    private void stop() {
        stops.set(true);
        Serving.Running running = serves.get();
        if (running != null) {
            running.close();
        }
        terminal.out().println("stopped");
        Runtime.getRuntime().halt(0);
    }

    private static String shown(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}

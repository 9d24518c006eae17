package io.freshet.benchmarks.subscribers;

import com.sun.management.UnixOperatingSystemMXBean;
import io.freshet.benchmarks.bulk.BulkServer;
import io.freshet.benchmarks.bulk.ServerProcess;
import io.freshet.benchmarks.running.Client;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Ten thousand subscribers, of which a tenth stop reading and a tenth come back every second.
@Command(
        name = "subscribers",
        description = {
            "Very many followers of one feed, of which a tenth stop reading and a tenth cut their"
                    + " connection every second.",
            "The server has a process of its own and no model. Each version is one edited document;"
                    + " the next one is sent when every reader has it. Both processes need an open file"
                    + " for each subscriber: where `ulimit -n` is too low, raise it first (such as by"
                    + " `ulimit -n 20000`), or take fewer.",
        },
        footer = {
            "",
            "Exit codes: 0 nobody missed or repeated anything, 1 else, 2 wrong use or too few open"
                    + " files.",
        })
public final class SubscribersBenchmark implements Callable<Integer> {
    private static final double NANOS_PER_MS = 1e6;
    private static final double MIB = 1024.0 * 1024;
    private static final double KIB = 1024.0;
    private static final int OTHER_FILES = 500;

    private final PrintStream out;

    @Option(names = "--subscribers", paramLabel = "N", description = "How many (default: 10000).")
    private int subscribers = 10_000;

    @Option(names = "--versions", paramLabel = "N", description = "Edits (default: 50).")
    private int versions = 50;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            description = "The server's heap, as -Xmx takes it (default: 1g).")
    private String heap = "1g";

    public SubscribersBenchmark(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        long files = filesMax();
        if (files < subscribers + OTHER_FILES) {
            out.printf(
                    "%d open files are allowed here, and %d are needed: raise `ulimit -n`, or take"
                            + " fewer --subscribers%n",
                    files, subscribers + OTHER_FILES);
            return 2;
        }
        try (ServerProcess server = ServerProcess.start(heap, BulkServer.NO_MODEL)) {
            return run(server);
        }
    }

    /// The JVM raises its own limit to the hard one.
    private static long filesMax() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    private int run(ServerProcess server) throws InterruptedException {
        int port = server.port();
        Client client = new Client(port);
        client.visible("news", "Before anything is edited.");
        long base = client.status().path("index_version").asLong();
        long start = System.nanoTime();
        try (Crowd crowd = new Crowd(port, subscribers, base, versions)) {
            crowd.awaitReady();
            out.printf(
                    Locale.ROOT,
                    "%,d subscribers follow after %.1f s%n",
                    subscribers,
                    (System.nanoTime() - start) / 1e9);
            List<Double> ms = new ArrayList<>();
            for (int i = 1; i <= versions; i++) {
                client.visible("news", "Edit number " + i + ".");
                long searchable = System.nanoTime();
                crowd.awaitVersion();
                ms.add((System.nanoTime() - searchable) / NANOS_PER_MS);
            }
            Collections.sort(ms);
            out.printf(
                    Locale.ROOT,
                    "an edit that was searchable was with the last reader after %.0f ms (median of"
                            + " %d), at most %.0f ms%n",
                    ms.get(ms.size() / 2),
                    versions,
                    ms.getLast());
            int whole = crowd.finish();
            ServerProcess.Peak peak = server.stop();
            out.printf(
                    Locale.ROOT,
                    "%,d versions of one change each to everyone, %,d reconnects%n",
                    versions,
                    crowd.reconnects());
            out.printf(
                    Locale.ROOT,
                    "heap: at most %.0f MiB used, at most %.0f MiB after a collection (%.1f KiB for"
                            + " each subscriber)%n",
                    peak.used() / MIB,
                    peak.kept() / MIB,
                    peak.kept() / KIB / subscribers);
            boolean kept = whole == subscribers;
            out.println(kept ? "kept: 0 gaps, 0 repeats" : "NOT KEPT: somebody was waited for");
            return kept ? 0 : 1;
        }
    }
}

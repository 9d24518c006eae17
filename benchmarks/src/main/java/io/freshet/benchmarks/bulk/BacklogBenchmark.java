package io.freshet.benchmarks.bulk;

import io.freshet.benchmarks.running.Client;
import io.freshet.benchmarks.running.EventLine;
import io.freshet.benchmarks.running.Pages;
import java.io.PrintStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What a server with a small heap does while very many documents wait for an embedder that does
/// not answer.
@Command(
        name = "backlog",
        description = {
            "A full backlog: documents that all wait, while critical ones come and the status is"
                    + " asked.",
            "Documents of one chunk, sent as NDJSON to a server in a process of its own with a"
                    + " small heap, whose embedder answers for critical documents only. The backlog is"
                    + " as large as there are documents, so that the critical ones come in by the"
                    + " reserve.",
        },
        footer = {
            "",
            "Exit codes: 0 all were taken, the next one was refused and the critical ones were"
                    + " searchable within a second at the median, 1 else, 2 wrong use.",
        })
public final class BacklogBenchmark implements Callable<Integer> {
    private static final long SEED = 1;
    private static final int CRITICAL = 20;
    private static final int STATUSES = 50;
    private static final double MS_MAX = 1000;
    private static final double NANOS_PER_MS = 1e6;
    private static final double MIB = 1024.0 * 1024;

    private final PrintStream out;

    @Option(names = "--documents", paramLabel = "N", description = "How many (default: 1000000).")
    private int documents = 1_000_000;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            description = "The server's heap, as -Xmx takes it (default: 512m).")
    private String heap = "512m";

    @Option(
            names = "--drain",
            description = "In the end the embedder answers, and all of them become searchable.")
    private boolean drain;

    public BacklogBenchmark(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (ServerProcess server = ServerProcess.start(heap, HeldModel.backlog(documents))) {
            Client client = new Client(server.port());
            fill(client);
            boolean refused = refusesOneMore(client);
            List<Double> critical = critical(client);
            List<Double> statuses = statuses(client);
            say("a critical document was searchable", critical);
            say("the status was answered", statuses);
            long waiting = client.status().path("pending").asLong();
            out.printf(Locale.ROOT, "%,d documents waited all the time%n", waiting);
            boolean drained = !drain || drained(client);
            ServerProcess.Peak peak = server.stop();
            out.printf(
                    Locale.ROOT,
                    "heap: at most %.0f MiB used, at most %.0f MiB after a collection%n",
                    peak.used() / MIB,
                    peak.kept() / MIB);
            boolean kept =
                    refused && drained && waiting >= documents && quantile(critical, 0.5) < MS_MAX;
            out.println(kept ? "kept: all were taken, and the critical ones passed" : "NOT KEPT");
            return kept ? 0 : 1;
        }
    }

    private void fill(Client client) throws InterruptedException {
        long start = System.nanoTime();
        long accepted =
                client.lines(BodyPublishers.ofByteArrays(this::events)).path("accepted").asLong();
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf(
                Locale.ROOT,
                "%,d documents accepted in %.1f s (%,.0f documents/s), heap %s%n",
                accepted,
                seconds,
                accepted / seconds,
                heap);
    }

    /// Made while they are sent.
    private Iterator<byte[]> events() {
        Pages pages = new Pages(SEED);
        return IntStream.range(0, documents).mapToObj(i -> event(i, pages)).iterator();
    }

    private static byte[] event(int document, Pages pages) {
        String text = HeldModel.HELD + " " + pages.paragraph() + " " + document + ".\n";
        return EventLine.bytes(EventLine.upsert("waiting/page-%07d.md".formatted(document), text));
    }

    private boolean refusesOneMore(Client client) throws InterruptedException {
        try {
            client.accept("one-more", HeldModel.HELD);
            return false;
        } catch (IllegalStateException e) {
            out.println("one more: " + e.getMessage());
            return String.valueOf(e.getMessage()).startsWith("429");
        }
    }

    /// How long each took, in milliseconds, in rising order.
    private static List<Double> critical(Client client) throws InterruptedException {
        List<Double> took = new ArrayList<>();
        for (int i = 0; i < CRITICAL; i++) {
            long start = System.nanoTime();
            client.critical("urgent-" + i, "This cannot wait: number " + i + ".");
            took.add((System.nanoTime() - start) / NANOS_PER_MS);
        }
        Collections.sort(took);
        return took;
    }

    private static List<Double> statuses(Client client) throws InterruptedException {
        List<Double> took = new ArrayList<>();
        for (int i = 0; i < STATUSES; i++) {
            long start = System.nanoTime();
            client.status();
            took.add((System.nanoTime() - start) / NANOS_PER_MS);
        }
        Collections.sort(took);
        return took;
    }

    private void say(String what, List<Double> ms) {
        out.printf(
                Locale.ROOT,
                "%s after %.1f ms (median of %d), at most %.1f ms%n",
                what,
                quantile(ms, 0.5),
                ms.size(),
                ms.getLast());
    }

    private static double quantile(List<Double> sorted, double share) {
        return sorted.get((int) (share * (sorted.size() - 1)));
    }

    private boolean drained(Client client) throws InterruptedException {
        long start = System.nanoTime();
        client.critical("release", HeldModel.RELEASE);
        client.awaitIdle();
        out.printf(
                Locale.ROOT,
                "all searchable %.1f s after the embedder answered%n",
                (System.nanoTime() - start) / 1e9);
        return client.status().path("documents").asLong() == documents + CRITICAL + 1;
    }
}

package io.freshet.benchmarks.bulk;

import io.freshet.benchmarks.running.Client;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How a server with a small heap takes a large first load while it is searched.
@Command(
        name = "bulk",
        description = {
            "A first load as one stream of events, while somebody searches.",
            "Documents of one chunk, sent as NDJSON to a server in a process of its own with a"
                    + " small heap and the built-in model.",
        },
        footer = {
            "",
            "Exit codes: 0 all became searchable and every search was answered, 1 else, 2 wrong"
                    + " use.",
        })
public final class BulkBenchmark implements Callable<Integer> {
    private static final double MIB = 1024.0 * 1024;

    private final PrintStream out;

    @Option(names = "--documents", paramLabel = "N", description = "How many (default: 10000).")
    private int documents = 10_000;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            description = "The server's heap, as -Xmx takes it (default: 512m).")
    private String heap = "512m";

    @Option(
            names = "--no-model",
            description = "Vectors are drawn from the text: what all but the embedding takes.")
    private boolean noModel;

    public BulkBenchmark(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        Outcome outcome = run(documents, heap, !noModel);
        Load.Done done = outcome.done();
        out.printf(
                Locale.ROOT,
                "%,d documents, %,d chunks, heap %s, %s%n",
                done.documents(),
                done.chunks(),
                heap,
                noModel ? "no model" : "the built-in model");
        out.printf(
                Locale.ROOT,
                "accepted in %.1f s (%,.0f documents/s), searchable in %.1f s (%,.0f"
                        + " documents/s)%n",
                done.accepted(),
                documents / done.accepted(),
                done.searchable(),
                documents / done.searchable());
        out.printf(
                Locale.ROOT,
                "searches answered meanwhile: %,d, median %.1f ms, p99 %.1f ms, slowest %.1f ms%n",
                done.searches().size(),
                done.searchMs(0.5),
                done.searchMs(0.99),
                done.searchMs(1));
        out.printf(
                Locale.ROOT,
                "heap: at most %.0f MiB used, at most %.0f MiB after a collection%n",
                outcome.peak().used() / MIB,
                outcome.peak().kept() / MIB);
        boolean whole = outcome.isWhole(documents);
        out.println(whole ? "kept: every document is there and found" : "NOT KEPT: not all there");
        return whole ? 0 : 1;
    }

    /// @param found whether the last document is found by its own word
    record Outcome(Load.Done done, ServerProcess.Peak peak, boolean found) {
        boolean isWhole(int documents) {
            return found && done.documents() == documents && done.chunks() == documents;
        }
    }

    /// @param heap as `-Xmx` takes it
    static Outcome run(int documents, String heap, boolean model) throws InterruptedException {
        String[] arguments = model ? new String[0] : new String[] {BulkServer.NO_MODEL};
        try (ServerProcess server = ServerProcess.start(heap, arguments)) {
            Client client = new Client(server.port());
            Load.Done done = new Load(client, documents).run();
            boolean found =
                    client.find(Load.word(documents - 1)).equals(List.of(Load.id(documents - 1)));
            return new Outcome(done, server.stop(), found);
        }
    }
}

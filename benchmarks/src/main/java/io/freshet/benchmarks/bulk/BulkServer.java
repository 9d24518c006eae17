package io.freshet.benchmarks.bulk;

import io.freshet.benchmarks.running.Heap;
import io.freshet.benchmarks.running.NoModel;
import io.freshet.benchmarks.running.Opened;
import io.freshet.benchmarks.running.RunningServer;
import io.freshet.spi.Adapters;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The server under load, in a process whose heap is limited. Prints its port, serves until its
/// standard input ends, and then prints what its heap has held at most.
public final class BulkServer {
    static final String PORT = "port ";
    static final String HEAP = "heap ";

    /// Vectors are drawn from the text.
    public static final String NO_MODEL = "no-model";

    private BulkServer() {}

    /// @param arguments `no-model`; or `held=N` for a backlog of N documents that an embedder does
    ///   not answer for; or nothing for the built-in model
    public static void main(String[] arguments) throws InterruptedException, IOException {
        Heap heap = Heap.watched();
        try (RunningServer server =
                RunningServer.start(yaml(List.of(arguments)), adapters(List.of(arguments)))) {
            System.out.println(PORT + server.port());
            while (System.in.read() >= 0) {
                // what is written to it means nothing
            }
            System.out.println(HEAP + heap.usedMax() + " " + heap.keptMax());
        }
    }

    /// As many as may wait.
    private static Optional<String> held(List<String> arguments) {
        return arguments.stream()
                .filter(argument -> argument.startsWith(HeldModel.ARGUMENT))
                .map(argument -> argument.substring(HeldModel.ARGUMENT.length()))
                .findFirst();
    }

    private static String yaml(List<String> arguments) {
        return held(arguments).map("limits: {backlog: {documents_max: %s}}"::formatted).orElse("");
    }

    private static UnaryOperator<Adapters> adapters(List<String> arguments) {
        if (held(arguments).isPresent()) {
            return adapters -> new Opened(adapters, HeldModel::new);
        }
        return arguments.contains(NO_MODEL)
                ? adapters -> new Opened(adapters, NoModel::new)
                : UnaryOperator.identity();
    }
}

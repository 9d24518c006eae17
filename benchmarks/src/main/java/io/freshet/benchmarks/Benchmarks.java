package io.freshet.benchmarks;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/// `./freshet bench NAME`. Exits with 0 where the figures are what the product promises, with 1
/// where they are not, with 2 for a wrong use.
public final class Benchmarks {
    private static final List<Benchmark> ALL = List.of(new Freshness());

    private Benchmarks() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(arguments, System.out));
    }

    private static int run(String[] arguments, PrintStream out) throws InterruptedException {
        boolean asksForHelp =
                arguments.length == 0 || List.of("-h", "--help", "help").contains(arguments[0]);
        if (asksForHelp) {
            help(out);
            return 0;
        }
        Optional<Benchmark> named =
                ALL.stream().filter(each -> each.name().equals(arguments[0])).findFirst();
        if (named.isEmpty() || arguments.length > 1) {
            System.err.println("bench: there is no benchmark " + String.join(" ", arguments));
            help(System.err);
            return 2;
        }
        return named.get().run(out) ? 0 : 1;
    }

    private static void help(PrintStream out) {
        out.println("Usage: freshet bench NAME");
        ALL.forEach(each -> out.printf("  %-12s %s%n", each.name(), each.purpose()));
    }
}

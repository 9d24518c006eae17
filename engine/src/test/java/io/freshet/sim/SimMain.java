package io.freshet.sim;

import java.util.List;

/// `./freshet sim --seeds N [--from S]` or `--seed S`: runs seeded lives of a collection and says
/// what failed.
public final class SimMain {
    private SimMain() {}

    public static void main(String[] args) {
        List<String> words = List.of(args);
        if (words.size() % 2 != 0 || words.contains("--help")) {
            System.err.println("usage: freshet sim --seeds N [--from S] | --seed S");
            System.exit(2);
        }
        long one = option(words, "--seed", -1);
        long from = one >= 0 ? one : option(words, "--from", 1);
        long count = one >= 0 ? 1 : option(words, "--seeds", 300);
        long accepted = 0;
        long versions = 0;
        long parked = 0;
        for (long seed = from; seed < from + count; seed++) {
            Simulation.Report report = Simulation.run(seed);
            accepted += report.accepted();
            versions += report.versions();
            parked += report.parked();
        }
        System.out.println(
                "seeds="
                        + count
                        + " events="
                        + accepted
                        + " versions="
                        + versions
                        + " dead_letters="
                        + parked
                        + " failures=0");
    }

    private static long option(List<String> words, String name, long otherwise) {
        int at = words.indexOf(name);
        return at < 0 ? otherwise : Long.parseLong(words.get(at + 1));
    }
}

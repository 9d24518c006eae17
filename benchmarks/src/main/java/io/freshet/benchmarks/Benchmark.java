package io.freshet.benchmarks;

import java.io.PrintStream;

/// One measurement, which has a name on the command line.
interface Benchmark {
    String name();

    /// What it measures, in a line.
    String purpose();

    /// Prints what it found.
    ///
    /// @return whether the figures are what the product promises
    boolean run(PrintStream out) throws InterruptedException;
}

package io.freshet.spi;

import io.freshet.Repeats;
import java.util.concurrent.ExecutionException;

/// What a step says of a call that fails and is tried again: with the failure at first, then at
/// most once a minute for each cause, however often it is tried. Confined to its shard.
public final class Warnings {
    private final World world;
    private final System.Logger log;
    private final Repeats repeats = new Repeats();

    public Warnings(World world, System.Logger log) {
        this.world = world;
        this.log = log;
    }

    public void warn(String fact, ExecutionException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        repeats.happened(fact + cause, world.nanos())
                .ifPresent(
                        unsaid ->
                                log.log(
                                        System.Logger.Level.WARNING,
                                        () -> unsaid == 0 ? fact : fact + " unsaid=" + unsaid,
                                        cause));
    }
}

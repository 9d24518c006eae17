package io.freshet.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/// Time, chance, ids and long calls, for one collection. Everything that a step does not compute it
/// asks of here, so that the same input gives the same versions and a simulation can replay a
/// failure from its seed (I10).
public interface World {
    /// What kind of long call it is; each lane is a bounded pool of its own, so that a slow one
    /// delays no other.
    enum Lane {
        /// One call at a time for each collection, in the order in which they were forked.
        JOURNAL,
        /// Commits and retention.
        LEDGER,
        VECTORS,
        STORE,
        /// Listing and reading sources, which may hang on a lost network drive.
        SOURCE,
        /// Reading and cutting documents: processor time.
        PLAN,
        EMBED,
        /// Embedding a question: it goes before what waits in [#EMBED].
        QUERY,
        /// Asking for vectors over a network: it waits, and needs no processor.
        REMOTE_EMBED,
        /// The same for a question: it waits for nobody.
        REMOTE_QUERY,
        /// Answering somebody: searches, documents, lists.
        READ,
        /// Opening, changing and removing whole collections.
        OPEN
    }

    /// For a call that ends by itself.
    Duration UNBOUNDED = Duration.ofDays(365);

    /// It never goes back, whatever the clock on the wall is set to; after a restart it may.
    Instant now();

    /// A clock that never goes back, to measure with.
    long nanos();

    RandomGenerator chance();

    /// A fresh random id: 32 hexadecimal digits.
    String newId();

    /// The collection's steps run again at this instant, whatever else wakes them before. Any
    /// thread may call it.
    void wakeAt(Instant when);

    /// Runs a blocking call elsewhere. The ticket is done when it ends, and the collection's steps
    /// run again. Past the deadline the ticket fails with `Unavailable`, and what the call may
    /// still return is dropped.
    <T> Ticket<T> fork(Lane lane, Duration deadline, Callable<T> call);
}

package io.freshet.migration;

import io.freshet.Chunk;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Vector;
import io.freshet.spi.World;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// What gives texts their vectors in the other side's space, one request at a time.
public interface Texts {
    /// Those that are known, by hash.
    Map<String, Vector> known(Collection<String> hashes);

    /// How long to wait before asking, and why.
    Duration pause();

    String problem();

    /// Some of them, taken on for [#ask]; none where others ask for all of them.
    List<Chunk> take(Collection<Chunk> lacking);

    void giveBack(List<Chunk> taken);

    /// Nothing is taken on any more.
    void letGo();

    /// The collection stops: nothing is asked for any more.
    void close();

    /// Blocking; durable when it returns.
    void ask(List<Chunk> taken);

    /// Where and how long it may take.
    World.Lane lane();

    Duration deadline();

    /// Nothing came in that time.
    void late(Unavailable e);

    /// What was asked for and answered since the start, by the fixed estimate.
    long tokens();
}

package io.freshet.engine;

import io.freshet.Chunk;
import io.freshet.Chunked;
import io.freshet.Content;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Side;
import io.freshet.Sides.Phase;
import io.freshet.SpentFor;
import io.freshet.Vector;
import io.freshet.embedding.AskedEmbedder;
import io.freshet.embedding.Background;
import io.freshet.migration.Comparing;
import io.freshet.migration.Comparison;
import io.freshet.migration.Pages;
import io.freshet.migration.Shadow;
import io.freshet.migration.Texts;
import io.freshet.planner.Planner;
import io.freshet.spi.Extractor;
import io.freshet.spi.World;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The other side of a collection while it runs: its store is filled, compared, and kept at the
/// head. Confined to its shard, but for [#pinned], [#progress] and [#comparison].
final class Beside {
    private final Shadow shadow;
    private final Comparing comparing;

    private Beside(World world, Ports ports, Sided.Other other) {
        Background background = background(world, ports, other);
        Pages pages =
                new Pages(ports.ledger(), cut(ports.extractor(), other.side()), texts(background));
        shadow = new Shadow(world, other.store(), pages);
        comparing =
                new Comparing(
                        world,
                        ports.primary(),
                        shadow,
                        pages,
                        hashes -> ports.vectors().find(ports.embedder().space(), hashes));
    }

    /// None where there is no other side, or nothing is done for it.
    static Optional<Beside> of(World world, Ports ports) {
        return ports.sided()
                .other()
                .filter(other -> other.phase() != Phase.PAUSED)
                .map(other -> new Beside(world, ports, other));
    }

    static Background background(World world, Ports ports, Sided.Other other) {
        AskedEmbedder asked =
                new AskedEmbedder(other.endpoints(), world, ports.meter(), SpentFor.MIGRATION);
        return new Background(world, ports.vectors(), asked, other.desk());
    }

    /// How a side cuts.
    static Function<Content, Chunked> cut(Extractor extractor, Side side) {
        return new Planner(extractor::extract, side.chunking())::cut;
    }

    boolean step() {
        boolean did = shadow.step();
        did |= comparing.step();
        return did;
    }

    void committed(long version) {
        shadow.committed(version);
    }

    /// Nothing more is asked for. Any thread.
    void end() {
        shadow.end();
    }

    /// Any thread.
    boolean isAsking() {
        return shadow.isAsking();
    }

    void close() {
        shadow.close();
    }

    long pinned() {
        return shadow.pinned();
    }

    Shadow.Progress progress() {
        return shadow.progress();
    }

    Optional<Comparison> comparison() {
        return comparing.last();
    }

    static Texts texts(Background background) {
        return new Asked(background);
    }

    /// A step knows no other step.
    private record Asked(Background background) implements Texts {
        @Override
        public Map<String, Vector> known(Collection<String> hashes) {
            return background.known(hashes);
        }

        @Override
        public Duration pause() {
            return background.pause();
        }

        @Override
        public String problem() {
            return background.problem();
        }

        @Override
        public List<Chunk> take(Collection<Chunk> lacking) {
            return background.take(lacking);
        }

        @Override
        public void giveBack(List<Chunk> taken) {
            background.giveBack(taken);
        }

        @Override
        public void letGo() {
            background.letGo();
        }

        @Override
        public void close() {
            background.close();
        }

        @Override
        public void ask(List<Chunk> taken) {
            background.ask(taken);
        }

        @Override
        public World.Lane lane() {
            return background.lane();
        }

        @Override
        public Duration deadline() {
            return background.deadline();
        }

        @Override
        public void late(Unavailable e) {
            background.late(e);
        }

        @Override
        public long tokens() {
            return background.tokens();
        }
    }
}

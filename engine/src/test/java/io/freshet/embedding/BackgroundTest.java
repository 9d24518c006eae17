package io.freshet.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.Chunk;
import io.freshet.FreshetException.Unavailable;
import io.freshet.SpentFor;
import io.freshet.sim.CountingEmbedder;
import io.freshet.sim.MemoryVectors;
import io.freshet.sim.PortProxy;
import io.freshet.sim.SimWorld;
import io.freshet.spi.Vectors;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What is embedded in the background while vectors cannot be kept.
final class BackgroundTest {
    private static final Chunk ONE = Chunk.of("one", 1);
    private static final Chunk TWO = Chunk.of("two", 1);

    private final CountingEmbedder embedder = new CountingEmbedder();
    private final MemoryVectors kept = new MemoryVectors(new MemoryVectors.State());
    private final SimWorld world = new SimWorld(new SplittableRandom(1), Instant.EPOCH);
    private final Desk desk = new Desk();
    private final AskedEmbedder asked =
            new AskedEmbedder(
                    Endpoints.of(embedder, new Limiter(0)), world, Meter.NONE, SpentFor.MIGRATION);
    private final Background background = background();
    private boolean isFull;

    private Background background() {
        Vectors vectors =
                PortProxy.of(
                        Vectors.class,
                        kept,
                        call -> {
                            if (isFull && call.name().equals("put")) {
                                throw new Unavailable("disk full", Duration.ofSeconds(1));
                            }
                            return call.proceed();
                        });
        return new Background(world, vectors, asked, desk);
    }

    private void askInVain(Chunk chunk) {
        isFull = true;
        List<Chunk> pack = background.take(List.of(chunk));
        assertThatThrownBy(() -> background.ask(pack)).isInstanceOf(Unavailable.class);
        background.giveBack(pack);
    }

    @Test
    @Tag("I5")
    void whatWasAnsweredAndCouldNotBeKeptIsKeptLaterAndNotAskedForAgain() {
        askInVain(ONE);
        askInVain(ONE);
        isFull = false;

        List<Chunk> pack = background.take(List.of(TWO));
        background.ask(pack);
        background.giveBack(pack);

        assertThat(embedder.texts()).containsExactly("one", "two");
        assertThat(background.known(List.of(ONE.hash(), TWO.hash()))).hasSize(2);
        assertThat(background().take(List.of(ONE, TWO))).containsExactly(ONE, TWO);
    }

    @Test
    @Tag("I5")
    void nothingIsAskedForOnceItsCollectionStops() {
        askInVain(ONE);
        List<Chunk> pack = background.take(List.of(ONE));

        background.close();

        assertThatThrownBy(() -> background.ask(pack)).isInstanceOf(Unavailable.class);
        assertThat(embedder.texts()).containsExactly("one");
        assertThat(background().take(List.of(ONE))).containsExactly(ONE);
    }

    @Test
    @Tag("I5")
    void nobodyElseAsksForItMeanwhileUnlessItIsLost() {
        askInVain(ONE);
        assertThat(background().take(List.of(ONE))).isEmpty();

        background.letGo();

        assertThat(background().take(List.of(ONE))).containsExactly(ONE);
    }
}

package io.freshet.server.stream;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freshet.CollectionName;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Position;
import io.freshet.feed.Feed;
import io.freshet.sim.LineExtractor;
import io.freshet.sim.MemoryAdapters;
import io.freshet.sim.PortProxy;
import io.freshet.spi.Ledger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class FeedReaderTest {
    private final FeedReader reader = new FeedReader();
    private final CountDownLatch begun = new CountDownLatch(4);
    private final Ledger ledger =
            PortProxy.of(
                    Ledger.class,
                    new MemoryAdapters(new LineExtractor()).ledger(new CollectionName("a"), "h"),
                    this::hang);
    private final Feed feed = new Feed(ledger, "h", 0);

    private Object hang(PortProxy.Call call) {
        begun.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new Unavailable(call.name() + " was interrupted", Duration.ofSeconds(1));
    }

    @Test
    void whoeverWaitsForAPageIsToldWhenTheServerStops() throws Exception {
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Position>> asking = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                asking.add(clients.submit(() -> reader.oldest(feed)));
            }
            try {
                begun.await();
                reader.close();

                for (Future<Position> each : asking) {
                    assertThatExceptionOfType(ExecutionException.class)
                            .isThrownBy(() -> each.get(60, TimeUnit.SECONDS))
                            .withCauseInstanceOf(Unavailable.class);
                }
            } finally {
                clients.shutdownNow();
            }
        }
    }
}

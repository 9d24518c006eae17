package io.freshet.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Announcement;
import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Position;
import io.freshet.engine.Engine;
import io.freshet.sim.LineExtractor;
import io.freshet.sim.MemoryAdapters;
import io.freshet.sim.PortProxy;
import io.freshet.spi.Ledger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class SubscriptionTest {
    private static final CollectionName DOCS = new CollectionName("docs");
    private static final Duration LONG = Duration.ofSeconds(60);

    private final AtomicBoolean isGone = new AtomicBoolean();
    private final MemoryAdapters adapters =
            new MemoryAdapters(new LineExtractor()) {
                @Override
                public Ledger ledger(CollectionName collection, String newHistory) {
                    return PortProxy.of(
                            Ledger.class,
                            super.ledger(collection, newHistory),
                            SubscriptionTest.this::around);
                }
            };

    private Object around(PortProxy.Call call) throws Throwable {
        if (call.name().equals("oldestAnnounced") && isGone.getAndSet(false)) {
            throw new Unavailable("the ledger is closed", Duration.ZERO);
        }
        return call.proceed();
    }

    @Test
    @Tag("I9")
    void itGoesOnWhereTheCollectionIsOpenedAnewJustWhenItBegins() throws Exception {
        try (Engine engine = Engine.open(adapters, _ -> CollectionSettings.DEFAULT)) {
            Position now = engine.create(DOCS).feed().now();
            List<Announcement> read = new CopyOnWriteArrayList<>();
            isGone.set(true);
            try (Subscription changes =
                    Subscription.start(engine, DOCS, Optional.of(now), read::add)) {
                Awaitility.await().atMost(LONG).untilFalse(isGone);
                new FreshetCollection(engine, DOCS).put("a", "one text");
                Awaitility.await()
                        .atMost(LONG)
                        .until(() -> changes.failure().isPresent() || read.size() == 2);
                assertThat(changes.failure()).isEmpty();
            }
        }
    }
}

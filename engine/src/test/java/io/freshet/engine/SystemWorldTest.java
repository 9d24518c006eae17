package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.FreshetException.Unavailable;
import io.freshet.spi.Ticket;
import io.freshet.spi.World;
import io.freshet.spi.World.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whoever waits for a call is told when the threads end before it.
final class SystemWorldTest {
    private final Pools pools = new Pools(1, 1);
    private final SystemWorld world = new SystemWorld(pools);
    private final CountDownLatch never = new CountDownLatch(1);

    /// Deaf to interrupts, until the test is over.
    private boolean hang() {
        while (true) {
            try {
                never.await();
                return true;
            } catch (InterruptedException _) {
                // it hangs
            }
        }
    }

    private static void assertTold(Ticket<?> ticket) {
        assertThat(ticket.isDone()).isTrue();
        assertThatThrownBy(ticket::await).isInstanceOf(Unavailable.class);
    }

    @ParameterizedTest
    @EnumSource
    void onceThePoolsAreClosedEveryCallIsRefused(Lane lane) throws InterruptedException {
        pools.close();

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> world.call(lane, () -> 1)).isInstanceOf(Unavailable.class);
            Ticket<Integer> ticket = world.fork(lane, Duration.ofSeconds(1), () -> 1);
            assertTold(ticket);
        }
        assertThat(world.quiet(Duration.ZERO)).as("none of them counts").isTrue();
    }

    @Test
    void whatHangsAndWhatWaitsBehindItIsToldWhenThePoolsClose() throws Exception {
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var begun = new CountDownLatch(1);
            Callable<Boolean> hanging =
                    () -> {
                        begun.countDown();
                        return hang();
                    };
            Future<Boolean> asking = clients.submit(() -> world.call(Lane.REMOTE_QUERY, hanging));
            begun.await();
            List<Ticket<Boolean>> listings = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                listings.add(world.fork(Lane.SOURCE, World.UNBOUNDED, this::hang));
            }
            try {
                pools.close();

                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(() -> asking.get(60, TimeUnit.SECONDS))
                        .withCauseInstanceOf(Unavailable.class);
                listings.forEach(SystemWorldTest::assertTold);
            } finally {
                never.countDown();
            }
        }
    }

    @Test
    void whatWaitsItsTurnIsToldWhenThePoolsClose() throws Exception {
        var begun = new CountDownLatch(1);
        Ticket<Boolean> first =
                world.fork(
                        Lane.JOURNAL,
                        World.UNBOUNDED,
                        () -> {
                            begun.countDown();
                            return new CountDownLatch(1)
                                    .await(1, java.util.concurrent.TimeUnit.DAYS);
                        });
        Ticket<Boolean> second = world.fork(Lane.JOURNAL, World.UNBOUNDED, () -> true);
        begun.await();
        Thread.currentThread().interrupt();

        pools.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(world.quiet(Duration.ofDays(1))).as("the thread that ran it, too").isTrue();
        assertTold(first);
        assertTold(second);
    }
}

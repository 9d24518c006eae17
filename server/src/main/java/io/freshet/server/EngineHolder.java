package io.freshet.server;

import io.freshet.Problem;
import io.freshet.engine.Engine;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine, opened in the background: a model takes seconds to load, and the server answers
/// meanwhile that it is starting. Safe for any thread.
public final class EngineHolder implements Supplier<Engine>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineHolder.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable Engine engine;
    private volatile @Nullable Throwable failure;

    private EngineHolder() {}

    /// Starts to open it. What `open` throws is kept for [#await].
    public static EngineHolder open(Supplier<Engine> open) {
        EngineHolder holder = new EngineHolder();
        Thread.ofPlatform().name("freshet-open").start(() -> holder.run(open));
        return holder;
    }

    private void run(Supplier<Engine> open) {
        long started = System.nanoTime();
        try {
            engine = open.get();
            LOG.info("engine open ms={}", (System.nanoTime() - started) / 1_000_000);
        } catch (RuntimeException | Error e) {
            failure = e;
            LOG.error("engine does not open", e);
        } finally {
            done.countDown();
        }
    }

    /// @throws ProblemException while it is opening, or where it did not open
    @Override
    public Engine get() {
        Engine open = engine;
        if (open != null) {
            return open;
        }
        if (failure != null) {
            throw ProblemException.later(
                    Problem.of(
                            ProblemCode.UNAVAILABLE.word(),
                            "the engine did not open; the server's log says why"),
                    SOON);
        }
        throw ProblemException.later(
                Problem.of(
                        ProblemCode.STARTING.word(),
                        "the server is starting; try again in a moment"),
                SOON);
    }

    /// The engine where it is open.
    public Optional<Engine> opened() {
        return Optional.ofNullable(engine);
    }

    /// Waits until it is open.
    ///
    /// @return why it did not open, or nothing where it did
    public Optional<Throwable> await() throws InterruptedException {
        done.await();
        return Optional.ofNullable(failure);
    }

    /// Closes the engine; one that is still opening is waited for, so that nothing is left behind.
    @Override
    public void close() {
        try {
            if (!done.await(1, TimeUnit.MINUTES)) {
                LOG.warn("engine still opens at the stop");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        opened().ifPresent(Engine::close);
    }
}

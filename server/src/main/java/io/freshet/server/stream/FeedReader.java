package io.freshet.server.stream;

import io.freshet.Announcement;
import io.freshet.Announcement.DocumentChanged;
import io.freshet.FreshetException;
import io.freshet.Position;
import io.freshet.feed.Details;
import io.freshet.feed.Feed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/// Reads feeds for subscribers on a few platform threads: a page may come from the ledger, whose
/// native calls would hold up every virtual thread. Safe for any thread.
final class FeedReader implements AutoCloseable {
    private static final int THREADS = 4;
    private static final Duration STOPPING_RETRY = Duration.ofSeconds(1);

    private final ExecutorService threads =
            Executors.newFixedThreadPool(
                    THREADS, Thread.ofPlatform().name("feed-", 0).daemon().factory());

    List<Announcement> read(Feed feed, Position since, int limit) throws InterruptedException {
        return call(() -> feed.read(since, limit));
    }

    Feed.Resume resume(Feed feed, Position since) throws InterruptedException {
        return call(() -> feed.resume(since));
    }

    Position oldest(Feed feed) throws InterruptedException {
        return call(feed::oldest);
    }

    Details.Before before(Feed feed, DocumentChanged change) throws InterruptedException {
        return call(() -> feed.before(change));
    }

    Details.Part part(Feed feed, Details.Ask ask, int from) throws InterruptedException {
        return call(() -> feed.part(ask, from));
    }

    private <T> T call(Callable<T> call) throws InterruptedException {
        try {
            return threads.submit(call).get();
        } catch (RejectedExecutionException | CancellationException _) {
            throw new FreshetException.Unavailable("the server is stopping", STOPPING_RETRY);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("bug: reading a feed failed", e.getCause());
        }
    }

    /// Whoever waits is told.
    @Override
    public void close() {
        for (Runnable waiting : threads.shutdownNow()) {
            if (waiting instanceof Future<?> call) {
                var _ = call.cancel(false);
            }
        }
    }
}

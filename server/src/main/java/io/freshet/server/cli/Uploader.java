package io.freshet.server.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.JsonNode;

/// Sends documents as lines, part after part, and waits until they are searchable. Confined to one
/// thread, but for [#stop]; a request runs on a thread of its own.
final class Uploader {
    private static final Duration LOOK_EVERY = Duration.ofMillis(300);
    private static final int UNAVAILABLE = 503;

    private final ApiClient client;
    private final String path;
    private final DocumentLines lines;
    private final Standing before;
    private final PutProgress progress;
    private final PutTally tally = new PutTally();
    private final AtomicBoolean stopped = new AtomicBoolean();

    /// @param path of the collection
    Uploader(
            ApiClient client,
            String path,
            DocumentLines lines,
            Standing before,
            PutProgress progress) {
        this.client = client;
        this.path = path;
        this.lines = lines;
        this.before = before;
        this.progress = progress;
    }

    /// Any thread: sending ends with the line that it is in, and nobody waits any longer than for
    /// the answer to the part that it is in.
    void stop() {
        stopped.set(true);
        lines.stop();
    }

    boolean isStopped() {
        return stopped.get();
    }

    /// @return what the server answered
    PutTally send() throws InterruptedException {
        int from = lines.count();
        while (lines.begin()) {
            try {
                tally.add(sendPart(), from);
            } catch (CommandFailed e) {
                throw new CommandFailed(e.getMessage() + tally.soFar());
            }
            from = lines.count();
        }
        return tally;
    }

    private JsonNode sendPart() throws InterruptedException {
        FutureTask<ApiClient.Answer> request =
                new FutureTask<>(() -> client.stream(path + "/events", () -> lines));
        Thread.ofVirtual().name("freshet-put").start(request);
        while (true) {
            try {
                ApiClient.Answer answer = request.get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                if (!answer.isOk()) {
                    throw answer.failed();
                }
                return answer.body();
            } catch (TimeoutException _) {
                var _ = look();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof CommandFailed known
                        ? known
                        : new CommandFailed("sending failed: " + e.getCause());
            }
        }
    }

    /// Until all that was accepted is searchable, or [#stop].
    ///
    /// @return how it stands then
    Standing await() throws InterruptedException {
        Standing now = standing();
        long accepted = now.accepted();
        while (!now.hasSettled(accepted) && !stopped.get()) {
            Thread.sleep(LOOK_EVERY);
            now = look().orElse(now);
        }
        return now;
    }

    /// How it stands as soon as that can be said, or [#stop].
    private Standing standing() throws InterruptedException {
        Optional<Standing> now = look();
        while (now.isEmpty() && !stopped.get()) {
            Thread.sleep(LOOK_EVERY);
            now = look();
        }
        return now.orElse(before);
    }

    /// How it stands; empty while the collection is opened anew, when it counts nothing.
    private Optional<Standing> look() throws InterruptedException {
        ApiClient.Answer status = client.ask(path);
        String state = status.body().path("state").asString("");
        if (status.status() == UNAVAILABLE || state.equals("closed")) {
            return Optional.empty();
        }
        if (state.equals("corrupt")) {
            throw new CommandFailed(
                    "the collection has stopped: " + status.body().path("problem").asString(""));
        }
        Standing now = status.isOk() ? Standing.of(status.body()) : before;
        progress.show(lines, before, now);
        return Optional.of(now);
    }
}

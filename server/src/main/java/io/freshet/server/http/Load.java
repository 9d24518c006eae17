package io.freshet.server.http;

import io.freshet.Admission;
import io.freshet.IndexEvent;
import io.freshet.Problem;
import io.freshet.Submission;
import io.freshet.engine.Shard;
import io.freshet.server.http.EventLines.Line;
import io.freshet.server.http.LineQueue.Numbered;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A long list of events, one a line, taken as it comes in. The request's thread reads; another one
/// submits what has been read in the meantime, so that a fast client shares syncs and a slow one is
/// accepted line by line. A bad line is rejected and the others go on; where the backlog is full,
/// or the client sends faster than it may, nothing more is read; where the connection breaks off,
/// what was read is accepted.
///
/// Confined to one request.
final class Load {
    private final Shard shard;
    private final Clock clock;
    private final Exchange exchange;
    private final BodyReader bodies;
    private final LineQueue queue = new LineQueue();
    private final LineTally tally = new LineTally();

    Load(Shard shard, Clock clock, Exchange exchange, BodyReader bodies) {
        this.shard = shard;
        this.clock = clock;
        this.exchange = exchange;
        this.bodies = bodies;
    }

    Reply run() throws InterruptedException {
        InputStream in = exchange.stream();
        FutureTask<Boolean> submitting = new FutureTask<>(this::submitAll);
        Thread.ofVirtual().name("freshet-load").start(submitting);
        try {
            readAll(new EventLines(in, bodies.sizes().body()));
        } catch (IOException e) {
            throw new CloseConnectionException("request body broke off", e);
        } catch (RuntimeException e) {
            throw e.getClass().getName().startsWith("io.helidon.")
                    ? new CloseConnectionException("request body broke off", e)
                    : e;
        } finally {
            queue.end();
            finished(submitting);
        }
        return Reply.ok(tally.tree());
    }

    private static void finished(FutureTask<Boolean> submitting) throws InterruptedException {
        try {
            submitting.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException("submitting failed", e);
        }
    }

    private void readAll(EventLines lines) throws IOException, InterruptedException {
        boolean taken = true;
        Optional<Line> line = lines.next();
        while (taken && line.isPresent()) {
            taken = read(line.get());
            line = taken ? lines.next() : line;
        }
    }

    private boolean read(Line line) throws InterruptedException {
        try {
            return switch (line) {
                case Line.Whole(long number, byte[] bytes) ->
                        queue.add(new Numbered(number, event(bytes), bytes.length));
                case Line.TooLong _ ->
                        throw ProblemException.of(
                                ProblemCode.TOO_LARGE,
                                "a line has at most " + bodies.sizes().body() + " bytes");
            };
        } catch (ProblemException e) {
            exchange.refused(e.problem().code());
            tally.reject(line.number(), e.problem());
            return true;
        }
    }

    private IndexEvent event(byte[] line) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
            return new EventReader(clock.instant(), bodies).line(Json.read(text));
        } catch (CharacterCodingException e) {
            throw ProblemException.of(ProblemCode.INVALID_JSON, "the line is not UTF-8");
        }
    }

    private boolean submitAll() throws InterruptedException {
        try {
            List<Numbered> taken = queue.take();
            while (!taken.isEmpty()) {
                submitInTurn(taken);
                taken = queue.take();
            }
            return true;
        } finally {
            queue.stop();
        }
    }

    /// As many at a time as the client may send at once; where it has to wait for its turn, nothing
    /// more is read.
    private void submitInTurn(List<Numbered> taken) throws InterruptedException {
        Client client = exchange.client();
        List<Numbered> turn = new ArrayList<>();
        int events = 0;
        for (Numbered next : taken) {
            int more = next.event().documents().size();
            if (!turn.isEmpty() && events + more > client.burst()) {
                client.await(events);
                submit(turn);
                turn = new ArrayList<>();
                events = 0;
            }
            turn.add(next);
            events += more;
        }
        client.await(events);
        submit(turn);
    }

    /// Again without an event that is refused, and again after a while where the backlog is full.
    private void submit(List<Numbered> taken) throws InterruptedException {
        List<Numbered> left = new ArrayList<>(taken);
        while (!left.isEmpty()) {
            List<IndexEvent> events = left.stream().map(Numbered::event).toList();
            switch (shard.submit(new Submission(events, false))) {
                case Admission.Accepted accepted -> {
                    tally.add(accepted);
                    return;
                }
                case Admission.Rejected(Problem problem) -> reject(left, problem);
                case Admission.Deferred deferred -> Thread.sleep(deferred.retryAfter());
                case Admission.NotReady notReady ->
                        throw ProblemException.later(
                                tally.with(notReady.problem()), notReady.retryAfter());
            }
        }
    }

    private void reject(List<Numbered> left, Problem problem) {
        int at = index(problem);
        boolean isOne = at >= 0 && at < left.size();
        List<Numbered> bad = isOne ? List.of(left.get(at)) : List.copyOf(left);
        bad.forEach(event -> tally.reject(event.line(), problem));
        left.removeAll(bad);
    }

    /// Of the event that a problem points at; -1 where it is about all of them.
    private static int index(Problem problem) {
        String prefix = "/events/";
        return problem.pointer()
                .filter(pointer -> pointer.startsWith(prefix))
                .map(pointer -> Integer.parseInt(pointer.substring(prefix.length())))
                .orElse(-1);
    }
}

package io.freshet.intake;

import io.freshet.Admission;
import io.freshet.DocumentId;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Problem;
import io.freshet.spi.Journal;
import io.freshet.spi.Ticket;
import io.freshet.spi.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Takes submissions from any thread and has the journal write them: all that came in while one
/// write was under way share the next, and its fsync.
///
/// [#offer] may be called by any thread; [#step] is confined to the shard.
public final class Intake {
    private static final int INBOX_MAX = 4096;
    private static final int APPEND_MAX = 512;
    private static final int APPEND_EVENTS_MAX = 5000;
    private static final Duration LATER = Duration.ofSeconds(1);

    private final World world;
    private final Journal journal;
    private final Predicate<DocumentId> committed;
    private final Limits limits;
    private final Consumer<Admitted> out;
    private final BlockingQueue<Request> inbox = new ArrayBlockingQueue<>(INBOX_MAX);
    private List<Request> writing = List.of();
    private @Nullable Ticket<List<Admission>> write;
    private volatile @Nullable Admission closed;

    /// @param committed whether the ledger's head holds a document
    /// @param out what was accepted, in order
    public Intake(
            World world,
            Journal journal,
            Predicate<DocumentId> committed,
            Limits limits,
            Consumer<Admitted> out) {
        this.world = world;
        this.journal = journal;
        this.committed = committed;
        this.limits = limits;
        this.out = out;
    }

    /// The backlog's bounds: where one is reached, nothing more is accepted for the time being.
    public record Limits(long waitingDocumentsMax, long waitingBytesMax) {}

    /// A request that is on disk.
    public record Admitted(Request request, Admission.Accepted accepted) {}

    /// The request's ticket is completed once it is on disk, or was not accepted; at once where too
    /// many wait already.
    public void offer(Request request) {
        if (!inbox.offer(request)) {
            request.answer().complete(full("too many requests wait to be written"));
        }
        refuse(closed);
    }

    /// Answers everything that still waits, and all that comes later: the collection stops.
    public void close(Problem reason) {
        Admission answer = new Admission.NotReady(reason, LATER);
        closed = answer;
        writing.forEach(request -> request.answer().complete(answer));
        refuse(answer);
    }

    /// Also by whoever offers: a request that comes in while it closes must not wait for ever.
    private void refuse(@Nullable Admission answer) {
        if (answer == null) {
            return;
        }
        List<Request> waiting = new ArrayList<>();
        inbox.drainTo(waiting);
        waiting.forEach(request -> request.answer().complete(answer));
    }

    public boolean step() {
        if (write != null) {
            return write.isDone() && answered(write);
        }
        List<Request> next = next();
        if (next.isEmpty()) {
            return false;
        }
        writing = next;
        write = world.fork(World.Lane.JOURNAL, World.UNBOUNDED, () -> append(next));
        return true;
    }

    private List<Request> next() {
        List<Request> next = new ArrayList<>();
        int events = 0;
        while (next.size() < APPEND_MAX && events < APPEND_EVENTS_MAX) {
            Request request = inbox.poll();
            if (request == null) {
                break;
            }
            next.add(request);
            events += request.submission().events().size();
        }
        return next;
    }

    /// On the journal's lane. The backlog is looked at once for all of them.
    private List<Admission> append(List<Request> requests) {
        Journal.Status status = journal.status();
        if (status.waitingDocuments() >= limits.waitingDocumentsMax()
                || status.waitingBytes() >= limits.waitingBytesMax()) {
            Admission full = full("the backlog is full: waiting=" + status.waitingDocuments());
            return requests.stream().map(_ -> full).toList();
        }
        return journal.append(
                requests.stream().map(Request::submission).toList(), world.now(), committed);
    }

    private static Admission full(String detail) {
        return new Admission.Deferred(Problem.of("backlog_full", detail), LATER);
    }

    private boolean answered(Ticket<List<Admission>> done) {
        List<Request> requests = writing;
        writing = List.of();
        write = null;
        try {
            List<Admission> admissions = done.result();
            for (int i = 0; i < requests.size(); i++) {
                answer(requests.get(i), admissions.get(i));
            }
        } catch (ExecutionException e) {
            failed(requests, e.getCause());
        }
        return true;
    }

    private void answer(Request request, Admission admission) {
        if (admission instanceof Admission.Accepted accepted) {
            out.accept(new Admitted(request, accepted));
        }
        request.answer().complete(admission);
    }

    private static void failed(List<Request> requests, @Nullable Throwable cause) {
        Exception failure =
                cause instanceof Exception e
                        ? e
                        : new Unavailable("journal write failed", Duration.ofSeconds(1));
        requests.forEach(request -> request.answer().fail(failure));
    }
}

package io.freshet.intake;

import io.freshet.Admission;
import io.freshet.Backlog;
import io.freshet.Change;
import io.freshet.DocumentId;
import io.freshet.FreshetException.Unavailable;
import io.freshet.IndexEvent;
import io.freshet.Priority;
import io.freshet.Problem;
import io.freshet.Submission;
import io.freshet.spi.Journal;
import io.freshet.spi.Ticket;
import io.freshet.spi.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
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
    private final Sweeps sweeps;
    private final Backlog backlog;
    private final Consumer<Admitted> out;
    private final BlockingQueue<Request> inbox = new ArrayBlockingQueue<>(INBOX_MAX);
    private @Nullable Request sweeping;
    private List<Request> writing = List.of();
    private @Nullable Ticket<List<Written>> write;
    private volatile @Nullable Admission closed;

    /// @param committed whether the ledger's head holds a document
    /// @param out what was accepted, in order
    public Intake(
            World world,
            Journal journal,
            Predicate<DocumentId> committed,
            Sweeps sweeps,
            Backlog backlog,
            Consumer<Admitted> out) {
        this.world = world;
        this.journal = journal;
        this.committed = committed;
        this.sweeps = sweeps;
        this.backlog = backlog;
        this.out = out;
    }

    /// A request that is on disk.
    ///
    /// @param submission as it was written: it is known what its sweep deletes
    public record Admitted(Submission submission, boolean tracked, Admission.Accepted accepted) {
        /// Whether one of its events waits for nobody: it is critical or a delete, and no member of
        /// a group.
        public boolean overtakes(IndexEvent event) {
            return !submission.isAtomic()
                    && (event.priority() == Priority.CRITICAL
                            || event.change() instanceof Change.Delete);
        }
    }

    private record Written(Submission submission, Admission admission) {}

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
        if (sweeping != null) {
            sweeping.answer().complete(answer);
        }
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

    /// A sweep begins a write of its own: what came before it must be in the journal when its
    /// documents are looked up.
    private List<Request> next() {
        List<Request> next = new ArrayList<>();
        int events = 0;
        while (next.size() < APPEND_MAX && events < APPEND_EVENTS_MAX) {
            Request request = sweeping != null ? sweeping : inbox.poll();
            if (request == null) {
                break;
            }
            boolean sweeps = request.submission().sweep().isPresent();
            sweeping = sweeps && !next.isEmpty() ? request : null;
            if (sweeping != null) {
                break;
            }
            next.add(request);
            events += request.submission().events().size();
        }
        return next;
    }

    /// On the journal's lane.
    private List<Written> append(List<Request> requests) {
        Journal.Status status = journal.status();
        Room room = new Room(backlog, status.waiting(), status.waitingBytes());
        List<Submission> taken = new ArrayList<>();
        List<Optional<Admission>> refused = new ArrayList<>();
        for (Request request : requests) {
            Optional<Admission> refusal = room.take(request.submission()).map(Intake::full);
            refused.add(refusal);
            if (refusal.isEmpty()) {
                taken.add(request.submission());
            }
        }
        Iterator<Written> written =
                taken.isEmpty() ? Collections.emptyIterator() : resolved(taken).iterator();
        List<Written> all = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            Submission submission = requests.get(i).submission();
            all.add(
                    refused.get(i)
                            .map(full -> new Written(submission, full))
                            .orElseGet(written::next));
        }
        return all;
    }

    private List<Written> resolved(List<Submission> submissions) {
        return switch (sweeps.resolve(submissions.getFirst())) {
            case Sweeps.Resolved.Known(Submission known) -> {
                submissions.set(0, known);
                yield write(submissions);
            }
            case Sweeps.Resolved.TooMany(Problem problem) -> {
                List<Written> written = new ArrayList<>();
                written.add(
                        new Written(submissions.removeFirst(), new Admission.Rejected(problem)));
                written.addAll(write(submissions));
                yield written;
            }
        };
    }

    private List<Written> write(List<Submission> submissions) {
        List<Written> written = new ArrayList<>();
        if (!submissions.isEmpty()) {
            for (Admission admission : journal.append(submissions, world.now(), committed)) {
                written.add(new Written(submissions.get(written.size()), admission));
            }
        }
        return written;
    }

    private static Admission full(String detail) {
        return new Admission.Deferred(Problem.of("backlog_full", detail), LATER);
    }

    private boolean answered(Ticket<List<Written>> done) {
        List<Request> requests = writing;
        writing = List.of();
        write = null;
        try {
            List<Written> written = done.result();
            for (int i = 0; i < requests.size(); i++) {
                answer(requests.get(i), written.get(i));
            }
        } catch (ExecutionException e) {
            failed(requests, e.getCause());
        }
        return true;
    }

    private void answer(Request request, Written written) {
        if (written.admission() instanceof Admission.Accepted accepted) {
            out.accept(new Admitted(written.submission(), request.tracked(), accepted));
        }
        request.answer().complete(written.admission());
    }

    private static void failed(List<Request> requests, @Nullable Throwable cause) {
        Exception failure =
                cause instanceof Exception e
                        ? e
                        : new Unavailable("journal write failed", Duration.ofSeconds(1));
        requests.forEach(request -> request.answer().fail(failure));
    }
}

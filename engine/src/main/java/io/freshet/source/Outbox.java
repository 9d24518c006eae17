package io.freshet.source;

import io.freshet.Admission;
import io.freshet.FreshetException.Corrupt;
import io.freshet.Submission;
import io.freshet.spi.Ticket;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/// Submissions on their way into the journal, until each is on disk: one that is put off, or whose
/// write failed, is sent again as it is. They concern different documents, so their order is free.
/// Confined to its shard.
final class Outbox {
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(60);

    private final World world;
    private final Function<Submission, Ticket<Admission>> submit;
    private final List<Sent> open = new ArrayList<>();
    private Optional<String> problem = Optional.empty();

    Outbox(World world, Function<Submission, Ticket<Admission>> submit) {
        this.world = world;
        this.submit = submit;
    }

    /// @param again when to send it again; [Instant#EPOCH] while it is sent
    private record Sent(Submission submission, Ticket<Admission> answer, Instant again) {
        boolean isSent() {
            return again.equals(Instant.EPOCH);
        }
    }

    void send(Submission submission) {
        open.add(new Sent(submission, submit.apply(submission), Instant.EPOCH));
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /// Documents on their way that were read.
    long documents() {
        return open.stream()
                .flatMap(sent -> sent.submission.progress().stream())
                .mapToLong(progress -> progress.seen().size())
                .sum();
    }

    /// Documents on their way that were not known.
    long fresh(Known known) {
        return open.stream()
                .flatMap(sent -> sent.submission.progress().stream())
                .flatMap(progress -> progress.seen().stream())
                .filter(item -> !known.holds(item.document()))
                .count();
    }

    /// Why it does not get on, where it does not.
    Optional<String> problem() {
        return open.isEmpty() ? Optional.empty() : problem;
    }

    /// What is on disk by now; what was put off is sent again when it is time.
    List<Submission> accepted() {
        List<Submission> accepted = new ArrayList<>();
        List<Sent> left = new ArrayList<>();
        Instant now = world.now();
        for (Sent each : open) {
            if (!each.isSent()) {
                left.add(now.isBefore(each.again) ? each : again(each));
            } else if (!each.answer.isDone()) {
                left.add(each);
            } else {
                Optional<Duration> wait = wait(each.answer);
                wait.ifPresentOrElse(
                        time -> left.add(later(each, now.plus(time))),
                        () -> accepted.add(each.submission));
            }
        }
        open.clear();
        open.addAll(left);
        return accepted;
    }

    /// The intake has had its turn by now: without a wake nobody would look at what it was given.
    private Sent again(Sent each) {
        world.wakeAt(world.now());
        return new Sent(each.submission, submit.apply(each.submission), Instant.EPOCH);
    }

    private Sent later(Sent each, Instant when) {
        world.wakeAt(when);
        return new Sent(each.submission, each.answer, when);
    }

    /// How long to wait before it is sent again; empty where it was accepted.
    private Optional<Duration> wait(Ticket<Admission> answer) {
        try {
            return switch (answer.result()) {
                case Admission.Accepted _ -> Optional.empty();
                case Admission.Deferred deferred ->
                        wait(deferred.problem().detail(), deferred.retryAfter());
                case Admission.NotReady starting ->
                        wait(starting.problem().detail(), starting.retryAfter());
                case Admission.Rejected rejected ->
                        wait(rejected.problem().detail(), AFTER_REFUSAL);
            };
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Corrupt corrupt) {
                throw corrupt;
            }
            return wait("the journal cannot be written", AFTER_FAILURE);
        }
    }

    private Optional<Duration> wait(String why, Duration time) {
        problem = Optional.of(why);
        return Optional.of(time);
    }
}

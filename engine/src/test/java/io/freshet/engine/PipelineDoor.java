package io.freshet.engine;

import io.freshet.Admission;
import io.freshet.CollectionName;
import io.freshet.Outcome;
import java.time.Instant;
import java.util.Optional;

/// What a shard's callers are told, for a simulation that runs a pipeline without a shard. Confined
/// to one thread.
public record PipelineDoor(Pipeline steps) {
    private static final CollectionName NAME = new CollectionName("simulated");

    /// As whoever waits for a tracked request looks at it.
    public Optional<Outcome> settled(Admission.Accepted request) {
        return new Requested(steps).settled(request);
    }

    public void forget(Admission.Accepted request) {
        steps.outcomes().forget(request.sequence());
    }

    /// As whoever waits for a sequence looks at it.
    public Visibility visibility(long requestSequence) {
        return new Requested(steps).visibility(requestSequence);
    }

    public CollectionStatus status(Instant now) {
        return new Status(NAME).of(steps, now);
    }
}

package io.freshet.engine;

import io.freshet.Admission;
import io.freshet.CollectionName;
import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.DryRun;
import io.freshet.Outcome;
import io.freshet.SearchRequest;
import io.freshet.SearchResult;
import io.freshet.Submission;
import io.freshet.Version;
import io.freshet.feed.Feed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One collection: its steps and the thread that runs them. Every public method may be called by
/// any thread and blocks until it has its answer.
///
/// They throw `Unavailable` while the collection starts, stops or is corrupt.
public final class Shard {
    public CollectionName name() {
        throw new UnsupportedOperationException();
    }

    /// Returns once the events are on disk, or were not accepted.
    public Admission submit(Submission submission) throws InterruptedException {
        throw new UnsupportedOperationException("" + submission);
    }

    /// Waits until all events of the request are settled, or the time is over.
    public Outcome await(Admission.Accepted request, Duration timeout) throws InterruptedException {
        throw new UnsupportedOperationException("" + request + timeout);
    }

    /// Waits until the events of the request that was answered with this sequence are settled and
    /// searchable, or the time is over.
    ///
    /// @return whether they are
    public boolean awaitSequence(long requestSequence, Duration timeout)
            throws InterruptedException {
        throw new UnsupportedOperationException("" + requestSequence + timeout);
    }

    /// What a submission would do. Changes nothing.
    public DryRun dryRun(Submission submission) {
        throw new UnsupportedOperationException("" + submission);
    }

    public SearchResult search(SearchRequest request) throws InterruptedException {
        throw new UnsupportedOperationException("" + request);
    }

    /// The document as the searchable version holds it.
    public Optional<Committed> document(DocumentId document) {
        throw new UnsupportedOperationException("" + document);
    }

    /// Documents whose id starts with `prefix` and lies after `after`, by id.
    public List<Committed> list(String prefix, Optional<DocumentId> after, int limit) {
        throw new UnsupportedOperationException(prefix + after + limit);
    }

    /// Announced versions, newest first, below `before`.
    public List<Version> versions(long before, int limit) {
        throw new UnsupportedOperationException("" + before + limit);
    }

    public Feed feed() {
        throw new UnsupportedOperationException();
    }

    public CollectionStatus status() {
        throw new UnsupportedOperationException();
    }

    /// Whether it answers searches and takes events.
    public boolean isReady() {
        throw new UnsupportedOperationException();
    }
}

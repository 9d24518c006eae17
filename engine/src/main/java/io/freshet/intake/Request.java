package io.freshet.intake;

import io.freshet.Admission;
import io.freshet.Submission;
import io.freshet.spi.Ticket;

/// A submission that waits for its answer.
///
/// @param tracked somebody will wait until its events are settled
public record Request(Submission submission, boolean tracked, Ticket<Admission> answer) {}

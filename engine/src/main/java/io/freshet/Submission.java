package io.freshet;

import java.util.List;

/// What one request asks for, accepted whole or not at all.
///
/// @param atomic all of its changes become visible in one index version, or none does
public record Submission(List<IndexEvent> events, boolean atomic) {
    public Submission {
        events = List.copyOf(events);
    }
}

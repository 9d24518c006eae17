package io.freshet.client;

import java.util.List;

/// A page of the feed.
///
/// @param next the position to go on from, on an empty page, too
public record Changes(List<Change> changes, String next) {
    public Changes {
        changes = Given.list(changes);
    }
}

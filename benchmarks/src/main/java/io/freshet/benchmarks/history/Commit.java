package io.freshet.benchmarks.history;

import java.util.List;
import java.util.Optional;

/// One step of a history.
///
/// @param id its full hash
/// @param changes of its documents, by path
public record Commit(String id, List<Change> changes) {
    public Commit {
        changes = List.copyOf(changes);
    }

    /// A commit is short for people.
    public String shortId() {
        return id.substring(0, 8);
    }

    /// What became of one path. A file that got another name is one that is gone and one that is
    /// new.
    ///
    /// @param before the blob that the path held; empty where it was not there
    /// @param after the blob that it holds now; empty where it is gone
    public record Change(String path, Optional<String> before, Optional<String> after) {}
}

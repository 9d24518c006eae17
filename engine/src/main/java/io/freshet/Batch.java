package io.freshet;

import java.util.List;

/// Waiting changes that are worked on together and become one version. The documents are distinct,
/// and an atomic group is in it whole.
///
/// @param id distinguishes batches of one run of the process
/// @param critical it has the slot of its own
public record Batch(long id, boolean critical, List<Pending> members) {
    public Batch {
        members = List.copyOf(members);
        Check.that(!members.isEmpty(), () -> "a batch has members");
    }
}

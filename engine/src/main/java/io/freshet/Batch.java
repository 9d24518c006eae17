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

    /// Why what it changes is changed: that of its members, where they have the same.
    ///
    /// @param changes what of it is meant
    public Cause cause(List<DocumentChange> changes) {
        Cause first = members.getFirst().cause();
        boolean areSame = members.stream().allMatch(member -> member.cause() == first);
        Cause given = areSame ? first : Cause.EVENTS;
        boolean onlyRefreshed =
                !changes.isEmpty() && changes.stream().allMatch(c -> c.type() == EventType.REFRESH);
        return given == Cause.EVENTS && onlyRefreshed ? Cause.REFRESH : given;
    }
}

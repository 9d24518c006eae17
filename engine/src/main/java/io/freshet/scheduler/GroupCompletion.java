package io.freshet.scheduler;

import io.freshet.Cause;
import io.freshet.DocumentId;
import io.freshet.Pending;
import io.freshet.spi.Journal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Atomic groups are taken whole or not at all.
final class GroupCompletion {
    private GroupCompletion() {}

    /// The rows with each group's other members beside the first that was listed, and without the
    /// groups that cannot be taken yet: a member waits behind an older event of its document, is in
    /// work, or is held back. A group that would make the page longer than its limit is left for a
    /// page of its own, and so is one whose version has a cause of its own.
    static List<Pending> complete(List<Pending> ready, Journal.Ready query, Journal journal) {
        List<Pending> rows = new ArrayList<>();
        Set<Long> seen = new TreeSet<>();
        for (Pending row : ready) {
            if (row.group().isEmpty()) {
                if (rows.size() < query.limit()) {
                    rows.add(row);
                }
                continue;
            }
            long group = row.group().getAsLong();
            if (!seen.add(group)) {
                continue;
            }
            List<Pending> members = journal.group(group);
            Set<Long> sequences = new TreeSet<>();
            members.forEach(member -> sequences.add(member.sequence()));
            boolean free =
                    members.stream().allMatch(member -> isFree(member, sequences, query, journal));
            List<Pending> folded = fold(members);
            boolean alone = row.cause() != Cause.EVENTS;
            if (free && alone && rows.isEmpty()) {
                return folded;
            }
            if (free
                    && !alone
                    && (rows.isEmpty() || rows.size() + folded.size() <= query.limit())) {
                rows.addAll(folded);
            }
        }
        return rows;
    }

    /// Several events of one document in one group become visible as what the last of them leaves.
    private static List<Pending> fold(List<Pending> members) {
        Map<DocumentId, Pending> byDocument = new LinkedHashMap<>();
        for (Pending member : members) {
            byDocument.merge(
                    member.document(), member, (earlier, later) -> later.foldedOver(earlier));
        }
        return List.copyOf(byDocument.values());
    }

    /// Nothing older of its document waits, but for members of the same group.
    private static boolean isFree(
            Pending member, Set<Long> group, Journal.Ready query, Journal journal) {
        return !query.inWork().contains(member.document())
                && !member.notBefore().isAfter(query.now())
                && group.contains(journal.waiting(member.document()).getFirst());
    }
}

package io.freshet.engine;

import io.freshet.Admission;
import io.freshet.Change;
import io.freshet.DeleteGuard;
import io.freshet.DocumentId;
import io.freshet.SourceDrift;
import io.freshet.SourceStatus;
import io.freshet.Submission;
import io.freshet.source.Following;
import io.freshet.spi.Source;
import io.freshet.spi.Ticket;
import io.freshet.spi.World;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// The sources that a collection follows. Confined to its shard, but for what says otherwise.
final class Sources {
    private static final Comparator<SourceStatus.Skipped> ORDER =
            Comparator.comparing(SourceStatus.Skipped::source)
                    .thenComparing(SourceStatus.Skipped::path);

    private final List<Following> followings = new ArrayList<>();
    private volatile boolean hasEnded;

    Sources(
            World world,
            Ports ports,
            DeleteGuard guard,
            Function<Submission, Ticket<Admission>> submit,
            Consumer<List<DocumentId>> released) {
        for (Source source : ports.sources()) {
            followings.add(
                    new Following(
                            world,
                            source,
                            ports.journal(),
                            ports.ledger(),
                            guard,
                            submit,
                            released));
        }
    }

    boolean step() {
        boolean did = false;
        for (Following following : followings) {
            did |= !hasEnded && following.step();
        }
        return did;
    }

    /// Nothing more is read. Any thread.
    void end() {
        hasEnded = true;
    }

    /// A document of a source is fetched again where the event brings no text, and any event takes
    /// the place of the document's withheld delete.
    void admitted(DocumentId document, Change change) {
        boolean bringsNone =
                switch (change) {
                    case Change.Refresh _ -> true;
                    case Change.Upsert upsert -> upsert.content().isEmpty();
                    case Change.Delete _ -> false;
                };
        for (Following following : followings) {
            following.decided(List.of(document));
            if (bringsNone) {
                following.refresh(document);
            }
        }
    }

    /// A person has released withheld deletes.
    void released(List<DocumentId> documents) {
        followings.forEach(following -> following.decided(documents));
    }

    /// A rollback has made a version: what it wrote is held.
    void rolledBack() {
        followings.forEach(Following::rolledBack);
    }

    /// What rollbacks hold is taken from the sources again.
    void unhold(List<DocumentId> documents) {
        followings.forEach(following -> following.unhold(documents));
    }

    /// Whether a rollback holds it. Any thread.
    boolean holds(DocumentId document) {
        return followings.stream()
                .anyMatch(each -> Collections.binarySearch(each.held(), document) >= 0);
    }

    /// What rollbacks hold, by id after a key. Any thread.
    List<DocumentId> held(Optional<DocumentId> after, int limit) {
        return followings.stream()
                .flatMap(following -> following.held().stream())
                .filter(document -> after.isEmpty() || document.compareTo(after.get()) > 0)
                .sorted()
                .distinct()
                .limit(limit)
                .toList();
    }

    /// Whether each is followed up to what it last told.
    boolean areAtRest() {
        return followings.stream().allMatch(Following::isAtRest);
    }

    /// Each is listed whole, and tells how that differs from what is known of it.
    List<Ticket<SourceDrift>> audit(boolean mends) {
        return followings.stream().map(following -> following.audit(mends)).toList();
    }

    /// Any thread.
    List<SourceStatus> status() {
        return followings.stream().map(Following::status).toList();
    }

    /// What sources have and is not indexed, by source and path, after a key. Any thread.
    List<SourceStatus.Skipped> skipped(Optional<SourceStatus.Skipped> after, int limit) {
        return followings.stream()
                .flatMap(following -> following.skipped().stream())
                .sorted(ORDER)
                .filter(skipped -> after.isEmpty() || ORDER.compare(skipped, after.get()) > 0)
                .limit(limit)
                .toList();
    }
}

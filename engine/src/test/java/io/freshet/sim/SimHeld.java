package io.freshet.sim;

import io.freshet.Announcement;
import io.freshet.DocumentId;
import io.freshet.Position;
import io.freshet.Purge;
import io.freshet.Version;
import io.freshet.spi.Ledger;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What each version of a collection holds, told naively, with what rollbacks and purges did to
/// that. Confined to one thread.
final class SimHeld {
    private static final int MANY = 100_000;

    private final Map<DocumentId, SimModel.State> now = new TreeMap<>();
    private final Map<Long, Map<DocumentId, SimModel.State>> versions = new TreeMap<>();
    private final Set<DocumentId> broughtBack = new TreeSet<>();
    private final Map<DocumentId, Long> purged = new TreeMap<>();

    SimHeld copy() {
        SimHeld copy = new SimHeld();
        copy.replaceBy(this);
        return copy;
    }

    void replaceBy(SimHeld other) {
        now.clear();
        now.putAll(other.now);
        versions.clear();
        other.versions.forEach((number, is) -> versions.put(number, new TreeMap<>(is)));
        broughtBack.clear();
        broughtBack.addAll(other.broughtBack);
        purged.clear();
        purged.putAll(other.purged);
    }

    Set<DocumentId> documents() {
        return Collections.unmodifiableSet(now.keySet());
    }

    Optional<SimModel.State> of(DocumentId document) {
        return Optional.ofNullable(now.get(document));
    }

    void hold(DocumentId document, Optional<SimModel.State> state) {
        state.ifPresentOrElse(is -> now.put(document, is), () -> now.remove(document));
    }

    /// What there is now is what this version holds.
    void made(Version version) {
        versions.put(version.number(), new TreeMap<>(now));
    }

    /// Documents in scope that a rollback makes what they were, and what that is.
    Map<DocumentId, Optional<SimModel.State>> changedBy(Ledger.Rollback rollback) {
        Map<DocumentId, SimModel.State> then = versions.getOrDefault(rollback.to(), Map.of());
        Set<DocumentId> scope = new TreeSet<>(now.keySet());
        scope.addAll(then.keySet());
        scope.removeIf(document -> !rollback.scope().covers(document));
        Map<DocumentId, Optional<SimModel.State>> changed = new TreeMap<>();
        for (DocumentId document : scope) {
            Optional<SimModel.State> to = Optional.ofNullable(then.get(document));
            if (!to.equals(of(document))) {
                changed.put(document, to);
            }
        }
        return changed;
    }

    /// It is what is really there.
    void check(Ledger real, long version, Object cause) {
        Map<DocumentId, SimModel.State> is = new TreeMap<>();
        real.list("", Optional.empty(), MANY, version)
                .forEach(each -> is.put(each.document(), SimModel.State.of(each)));
        SimPromise.that(is.equals(now), () -> cause + " gave " + is + " and not " + now);
    }

    /// No version holds them any more.
    void purged(Purge purge, Version version, Ledger real) {
        Position before = Position.complete(real.head().history(), version.number() - 1);
        for (Announcement each : real.changes(before, version.number(), MANY)) {
            if (each instanceof Announcement.DocumentChanged changed) {
                purged.put(changed.document(), version.number());
            }
        }
        now.keySet().removeIf(purge::covers);
        versions.values().forEach(then -> then.keySet().removeIf(purge::covers));
    }

    /// The last version that made a document be forgotten; 0 where none did.
    long purgedAt(DocumentId document) {
        return purged.getOrDefault(document, 0L);
    }

    Map<DocumentId, Long> purged() {
        return Collections.unmodifiableMap(purged);
    }

    long lastPurge() {
        return purged.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /// A rollback makes it what it was, or drops what its source said.
    void bringBack(DocumentId document) {
        broughtBack.add(document);
    }

    boolean wasBroughtBack(DocumentId document) {
        return broughtBack.contains(document);
    }
}

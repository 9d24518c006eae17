package io.freshet.sim;

import io.freshet.Announcement;
import io.freshet.Announcement.DocumentChanged;
import io.freshet.Announcement.VersionComplete;
import io.freshet.Base;
import io.freshet.Cause;
import io.freshet.ChangeSet;
import io.freshet.Check;
import io.freshet.Committed;
import io.freshet.DocumentChange;
import io.freshet.DocumentId;
import io.freshet.EventType;
import io.freshet.Outline;
import io.freshet.Position;
import io.freshet.Purge;
import io.freshet.RowKey;
import io.freshet.Side;
import io.freshet.Sides;
import io.freshet.TagName;
import io.freshet.Version;
import io.freshet.spi.Ledger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A ledger in memory. Its state outlives it, as a disk does: a crash is to drop the ledger and
/// open another on the same state. Safe for any thread.
public final class MemoryLedger implements Ledger {
    private final MemoryLedgerState state;

    public MemoryLedger(MemoryLedgerState state) {
        this.state = state;
    }

    @Override
    public Head head() {
        synchronized (state) {
            return state.head();
        }
    }

    @Override
    public List<Base> bases(List<DocumentId> documents) {
        synchronized (state) {
            return documents.stream().map(state::base).toList();
        }
    }

    @Override
    public Commit commit(ChangeSet changes) {
        synchronized (state) {
            List<Base> planned = new ArrayList<>();
            changes.changes().forEach(change -> planned.add(change.base()));
            changes.unchanged().forEach(unchanged -> planned.add(unchanged.base()));
            List<DocumentId> moved =
                    planned.stream().filter(this::hasMoved).map(Base::document).toList();
            if (!moved.isEmpty()) {
                return new Commit.Moved(moved);
            }
            Optional<Version> version = Optional.empty();
            if (!changes.changes().isEmpty()) {
                version = Optional.of(apply(changes, changes.space().fingerprint()));
            }
            changes.changes().forEach(change -> state.settle(change.settlement()));
            changes.unchanged().forEach(unchanged -> state.settle(unchanged.settlement()));
            return new Commit.Done(state.head(), version);
        }
    }

    private boolean hasMoved(Base planned) {
        Base now = state.base(planned.document());
        return now.version() != planned.version() || now.settled() != planned.settled();
    }

    private Version apply(ChangeSet changes, String space) {
        long number = state.version + 1;
        List<DocumentChanged> announced = new ArrayList<>();
        int inserted = 0;
        int deleted = 0;
        Version.Chunks chunks = Version.Chunks.NONE;
        for (DocumentChange change : changes.changes()) {
            var counts =
                    new Version.Chunks(
                            change.added().size(), change.removed().size(), change.kept());
            chunks = chunks.plus(counts);
            switch (change.type()) {
                case INSERT -> inserted++;
                case DELETE -> deleted++;
                case UPDATE, REFRESH -> {}
            }
            announced.add(
                    new DocumentChanged(
                            new Position(state.history, number, announced.size() + 1),
                            change.type(),
                            change.document(),
                            change.timestamp(),
                            state.write(change, number, changes.timestamp()),
                            counts));
        }
        int updated = announced.size() - inserted - deleted;
        Version version =
                new Version(
                        number,
                        changes.timestamp(),
                        changes.cause(),
                        space,
                        new Version.Documents(inserted, updated, deleted),
                        chunks,
                        changes.tokens());
        state.add(version, announced);
        return version;
    }

    @Override
    public RolledBack rollBack(Rollback rollback, Optional<Recut> recut) {
        synchronized (state) {
            long to = rollback.to();
            if (!state.retains(to)) {
                return new RolledBack.NotRetained(state.oldest);
            }
            Version then = state.versions.get(to);
            String space = state.head().space();
            boolean isOther =
                    (then != null && !then.space().equals(space))
                            || state.sides.filter(sides -> to < sides.since()).isPresent();
            if (isOther && recut.isEmpty()) {
                return new RolledBack.OtherSide(then == null ? space : then.space());
            }
            MemoryRewrite rewrite =
                    new MemoryRewrite(
                            EventType.UPDATE, isOther ? recut : Optional.empty(), Cause.ROLLBACK);
            List<DocumentChange> changes = rewrite.changes(state, rollback);
            if (changes.isEmpty()) {
                return new RolledBack.Done(state.head(), Optional.empty());
            }
            Version made = apply(rewrite.set(changes, rollback.timestamp()), space);
            return new RolledBack.Done(state.head(), Optional.of(made));
        }
    }

    @Override
    public Optional<Sides> sides() {
        synchronized (state) {
            return state.sides;
        }
    }

    @Override
    public void keep(Sides sides) {
        synchronized (state) {
            state.sides = Optional.of(sides);
        }
    }

    @Override
    public Switched switchSides(Switch how) {
        synchronized (state) {
            Sides sides = state.sides.orElseThrow();
            Side other = sides.other().orElseThrow().side();
            MemoryRewrite rewrite =
                    new MemoryRewrite(
                            EventType.REFRESH,
                            how.cut().map(cut -> new Recut(cut, 0)),
                            Cause.MIGRATION);
            var all = new Rollback(state.version, "", List.of(), how.timestamp());
            List<DocumentChange> changes = rewrite.changes(state, all);
            long chunks = state.head().chunks();
            for (DocumentChange change : changes) {
                chunks += change.added().size() - change.removed().size();
            }
            if (chunks != how.rows()) {
                return new Switched.Differs(chunks);
            }
            Version made = apply(rewrite.set(changes, how.timestamp()), other.space());
            state.sides = Optional.of(sides.switched(made.number()));
            return new Switched.Done(state.head(), made);
        }
    }

    @Override
    public List<DocumentId> purgeable(Purge purge, Optional<DocumentId> after, int limit) {
        synchronized (state) {
            return state.documentsAfter(after).stream()
                    .filter(purge::covers)
                    .filter(state::tells)
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public Optional<Version> purge(Purge purge) {
        synchronized (state) {
            return MemoryPurge.purge(state, purge);
        }
    }

    @Override
    public List<RowKey> retained(Optional<RowKey> after, int limit) {
        synchronized (state) {
            return state.rowsAfter(after).stream().limit(limit).toList();
        }
    }

    @Override
    public Delta delta(long from, long to, Optional<RowKey> after, int limit) {
        synchronized (state) {
            Check.that(
                    from <= to && to <= state.version && (from == 0 || from >= state.oldest),
                    () -> "no delta from=" + from + " to=" + to + " head=" + state.head());
            List<RowKey> changed = new ArrayList<>();
            List<RowKey> removed = new ArrayList<>();
            for (RowKey key : state.rowsAfter(after)) {
                if (changed.size() + removed.size() == limit) {
                    return new Delta(changed, removed, last(changed, removed));
                }
                if (state.isLive(key, to)) {
                    if (state.changedAfter(key, from, to)) {
                        changed.add(key);
                    }
                } else if (state.isLive(key, from)) {
                    removed.add(key);
                }
            }
            return new Delta(changed, removed, Optional.empty());
        }
    }

    private static Optional<RowKey> last(List<RowKey> changed, List<RowKey> removed) {
        if (changed.isEmpty()) {
            return Optional.of(removed.getLast());
        }
        if (removed.isEmpty() || changed.getLast().compareTo(removed.getLast()) > 0) {
            return Optional.of(changed.getLast());
        }
        return Optional.of(removed.getLast());
    }

    @Override
    public Map<DocumentId, Committed> documents(Collection<DocumentId> documents, long version) {
        synchronized (state) {
            Map<DocumentId, Committed> live = new LinkedHashMap<>();
            for (DocumentId document : documents) {
                state.committed(document, version).ifPresent(found -> live.put(document, found));
            }
            return live;
        }
    }

    @Override
    public List<Committed> list(
            String prefix, Optional<DocumentId> after, int limit, long version) {
        synchronized (state) {
            return state.documentsAfter(after).stream()
                    .filter(document -> document.value().startsWith(prefix))
                    .flatMap(document -> state.committed(document, version).stream())
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public List<Outline> outlines(
            String prefix, Optional<DocumentId> after, int limit, long version) {
        return list(prefix, after, limit, version).stream().map(Outline::of).toList();
    }

    @Override
    public List<Version> versions(long before, int limit) {
        synchronized (state) {
            return state.versions.headMap(before, false).descendingMap().values().stream()
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public List<DocumentChanged> history(DocumentId document, long before, int limit) {
        synchronized (state) {
            return state.announced.headMap(before, false).descendingMap().values().stream()
                    .flatMap(List::stream)
                    .filter(change -> change.document().equals(document))
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public List<DocumentId> touched(long from, long to, Optional<DocumentId> after, int limit) {
        synchronized (state) {
            return state.touched(from, to).stream()
                    .filter(id -> after.isEmpty() || id.compareTo(after.get()) > 0)
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public List<Announcement> changes(Position since, long upTo, int limit) {
        synchronized (state) {
            List<Announcement> page = new ArrayList<>();
            for (Version version : state.versions.tailMap(since.version()).values()) {
                if (version.number() > upTo) {
                    break;
                }
                page.addAll(state.announced.get(version.number()));
                var complete = Position.complete(state.history, version.number());
                page.add(new VersionComplete(complete, version));
                page.removeIf(entry -> entry.position().compareTo(since) <= 0);
                if (page.size() >= limit) {
                    return List.copyOf(page.subList(0, limit));
                }
            }
            return page;
        }
    }

    @Override
    public long oldestAnnounced() {
        synchronized (state) {
            Long first = state.versions.ceilingKey(state.oldest);
            return first == null ? state.version + 1 : first;
        }
    }

    @Override
    public long settled(DocumentId document) {
        synchronized (state) {
            return state.base(document).settled();
        }
    }

    @Override
    public long settledSequence() {
        synchronized (state) {
            return state.settledSequence;
        }
    }

    @Override
    public boolean prune(long oldest, int rows) {
        synchronized (state) {
            return state.prune(Math.min(oldest, state.version), rows);
        }
    }

    @Override
    public SortedMap<TagName, Long> tags() {
        synchronized (state) {
            return new TreeMap<>(state.tags);
        }
    }

    @Override
    public Tagged tag(TagName name, long version) {
        synchronized (state) {
            if (!state.retains(version)) {
                return new Tagged.NotRetained(state.oldest);
            }
            if (!state.tags.containsKey(name) && state.tags.size() == TAGS_MAX) {
                return new Tagged.TooMany(TAGS_MAX);
            }
            state.tags.put(name, version);
            return new Tagged.Done();
        }
    }

    @Override
    public boolean untag(TagName name) {
        synchronized (state) {
            return state.tags.remove(name) != null;
        }
    }

    @Override
    public Measured measure(long bytesMax) {
        synchronized (state) {
            long bytes = 0;
            long within = state.version;
            for (long number = state.version; number > state.oldest; number--) {
                bytes += state.replaced.getOrDefault(number, 0L);
                within = bytes <= bytesMax ? number - 1 : within;
            }
            return new Measured(bytes, within);
        }
    }

    @Override
    public void close() {}
}

package io.freshet.server.stream;

import io.freshet.Announcement;
import io.freshet.Base;
import io.freshet.Cause;
import io.freshet.ChangeSet;
import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.EventType;
import io.freshet.Metadata;
import io.freshet.Outline;
import io.freshet.Position;
import io.freshet.Purge;
import io.freshet.RowKey;
import io.freshet.Sides;
import io.freshet.TagName;
import io.freshet.Version;
import io.freshet.spi.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// A ledger that holds a feed of any length and no memory: version N changed the documents `N/1` to
/// `N/changesPerVersion`. It answers what a feed asks, and nothing else.
public final class ComputedLedger implements Ledger {
    static final Instant TIME = Instant.parse("2026-11-24T10:00:00Z");

    private final String history;
    private final int changesPerVersion;
    private final Metadata metadata;
    private volatile long oldest;

    ComputedLedger(String history, int changesPerVersion, Metadata metadata) {
        this.history = history;
        this.changesPerVersion = changesPerVersion;
        this.metadata = metadata;
    }

    String history() {
        return history;
    }

    void forgetBelow(long version) {
        oldest = version;
    }

    @Override
    public List<Announcement> changes(Position since, long upTo, int limit) {
        List<Announcement> page = new ArrayList<>();
        boolean complete = since.ordinal() == Position.COMPLETE;
        long version = complete ? since.version() + 1 : since.version();
        int ordinal = complete ? 1 : since.ordinal() + 1;
        while (page.size() < limit && version <= upTo) {
            if (ordinal <= changesPerVersion) {
                page.add(change(version, ordinal));
                ordinal++;
                continue;
            }
            page.add(complete(version));
            version++;
            ordinal = 1;
        }
        return page;
    }

    private Announcement change(long version, int ordinal) {
        return new Announcement.DocumentChanged(
                new Position(history, version, ordinal),
                EventType.UPDATE,
                new DocumentId(version + "/" + ordinal),
                TIME,
                metadata,
                new Version.Chunks(1, 1, 7));
    }

    private Announcement complete(long version) {
        return new Announcement.VersionComplete(
                Position.complete(history, version),
                new Version(
                        version,
                        TIME,
                        Cause.EVENTS,
                        "space",
                        new Version.Documents(0, changesPerVersion, 0),
                        new Version.Chunks(1, 1, 7),
                        ChangeSet.Tokens.NONE));
    }

    @Override
    public long oldestAnnounced() {
        return oldest;
    }

    @Override
    public Head head() {
        throw notAsked();
    }

    @Override
    public List<Base> bases(List<DocumentId> documents) {
        throw notAsked();
    }

    @Override
    public Commit commit(ChangeSet changes) {
        throw notAsked();
    }

    @Override
    public RolledBack rollBack(Rollback rollback, Optional<Recut> recut) {
        throw notAsked();
    }

    @Override
    public Optional<Sides> sides() {
        throw notAsked();
    }

    @Override
    public void keep(Sides sides) {
        throw notAsked();
    }

    @Override
    public Switched switchSides(Switch how) {
        throw notAsked();
    }

    @Override
    public List<Announcement.DocumentChanged> history(DocumentId document, long before, int limit) {
        throw notAsked();
    }

    @Override
    public List<DocumentId> purgeable(Purge purge, Optional<DocumentId> after, int limit) {
        throw notAsked();
    }

    @Override
    public Optional<Version> purge(Purge purge) {
        throw notAsked();
    }

    @Override
    public List<RowKey> retained(Optional<RowKey> after, int limit) {
        throw notAsked();
    }

    @Override
    public List<DocumentId> touched(long from, long to, Optional<DocumentId> after, int limit) {
        throw notAsked();
    }

    @Override
    public Delta delta(long from, long to, Optional<RowKey> after, int limit) {
        throw notAsked();
    }

    @Override
    public Map<DocumentId, Committed> documents(Collection<DocumentId> documents, long version) {
        throw notAsked();
    }

    @Override
    public List<Committed> list(
            String prefix, Optional<DocumentId> after, int limit, long version) {
        throw notAsked();
    }

    @Override
    public List<Outline> outlines(
            String prefix, Optional<DocumentId> after, int limit, long version) {
        throw notAsked();
    }

    @Override
    public List<Version> versions(long before, int limit) {
        throw notAsked();
    }

    @Override
    public long settled(DocumentId document) {
        throw notAsked();
    }

    @Override
    public long settledSequence() {
        throw notAsked();
    }

    @Override
    public boolean prune(long oldest, int rows) {
        throw notAsked();
    }

    @Override
    public SortedMap<TagName, Long> tags() {
        throw notAsked();
    }

    @Override
    public Tagged tag(TagName name, long version) {
        throw notAsked();
    }

    @Override
    public boolean untag(TagName name) {
        throw notAsked();
    }

    @Override
    public Measured measure(long bytesMax) {
        throw notAsked();
    }

    @Override
    public void close() {}

    private static UnsupportedOperationException notAsked() {
        return new UnsupportedOperationException("a feed does not ask this");
    }
}

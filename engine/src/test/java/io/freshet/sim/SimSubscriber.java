package io.freshet.sim;

import io.freshet.Announcement;
import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.EventType;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Position;
import io.freshet.feed.Feed;
import io.freshet.spi.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A subscriber that keeps a picture of the index from what it is told alone: which documents there
/// are, and which version wrote each. It must be the ledger's at each version (I9). Confined to one
/// thread.
final class SimSubscriber {
    private static final int MANY = 10_000;

    private final SimCollection collection;
    private final Map<DocumentId, Long> picture = new TreeMap<>();
    private final List<Announcement> told = new ArrayList<>();
    private Optional<Position> position = Optional.empty();
    private boolean isConnected;
    private boolean isStalled;

    /// @param collection what is really there
    SimSubscriber(SimCollection collection) {
        this.collection = collection;
    }

    private Ledger ledger() {
        return collection.ledger();
    }

    /// A purge takes what it forgets out of all that was said before it.
    private boolean isForgotten(DocumentId document, long version) {
        return collection.witness().held().purgedAt(document) > version;
    }

    /// Goes on where it was; where that is not possible, begins with a picture of what is there.
    void come(Feed feed) {
        try {
            boolean goesOn =
                    position.isPresent() && feed.resume(position.get()) instanceof Feed.Resume.From;
            if (!goesOn) {
                begin(feed);
            }
            isConnected = true;
            isStalled = false;
        } catch (Unavailable e) {
            isConnected = false;
        }
    }

    private void begin(Feed feed) {
        Position now = feed.now();
        position.ifPresent(
                old ->
                        SimPromise.that(
                                old.version() < ledger().head().oldest()
                                        || !old.history().equals(ledger().head().history()),
                                () -> "I9: a position has expired that is retained: " + old));
        picture.clear();
        picture.putAll(truth(now.version()));
        told.clear();
        position = Optional.of(now);
    }

    void vanish() {
        isConnected = false;
    }

    void stall(boolean whether) {
        isStalled = whether;
    }

    boolean isConnected() {
        return isConnected;
    }

    /// @return whether there was anything
    boolean read(Feed feed, int limit) {
        if (!isConnected || isStalled) {
            return false;
        }
        try {
            Position before = position.orElseThrow();
            List<Announcement> page = feed.read(before, limit);
            page.forEach(this::told);
            return !page.isEmpty();
        } catch (Feed.Gap gap) {
            begin(feed);
            return true;
        } catch (Unavailable e) {
            vanish();
            return false;
        }
    }

    private void told(Announcement entry) {
        Position last = position.orElseThrow();
        Position here = entry.position();
        boolean opens = last.ordinal() == Position.COMPLETE;
        boolean isWhole = here.version() >= collection.witness().held().lastPurge();
        SimPromise.that(
                here.version() == (opens ? last.version() + 1 : last.version()),
                () -> "I9: after " + last + " the feed says " + here);
        switch (entry) {
            case Announcement.DocumentChanged changed -> {
                int next = opens ? 1 : last.ordinal() + 1;
                SimPromise.that(
                        isWhole ? here.ordinal() == next : here.ordinal() >= next,
                        () -> "I9: after " + last + " the feed says " + here);
                apply(changed);
            }
            case Announcement.VersionComplete complete ->
                    completed(complete, isWhole, opens ? 0 : last.ordinal());
        }
        told.add(entry);
        position = Optional.of(here);
    }

    private void apply(Announcement.DocumentChanged changed) {
        boolean was = picture.containsKey(changed.document());
        boolean isPurge =
                changed.type() == EventType.DELETE
                        && collection.witness().held().purgedAt(changed.document())
                                == changed.position().version();
        SimPromise.that(
                isPurge || was != (changed.type() == EventType.INSERT),
                () -> "I9: " + changed.type() + " of what is there=" + was);
        if (changed.type() == EventType.DELETE) {
            picture.remove(changed.document());
        } else {
            picture.put(changed.document(), changed.position().version());
        }
    }

    private void completed(Announcement.VersionComplete complete, boolean isWhole, int changes) {
        long version = complete.version().number();
        SimPromise.that(
                !isWhole || complete.version().documents().total() == changes,
                () -> "I9: a version is complete without all of its changes; version=" + version);
        if (version >= ledger().head().oldest()) {
            Map<DocumentId, Long> truth = truth(version);
            Map<DocumentId, Long> known = new TreeMap<>(picture);
            known.keySet().removeIf(document -> isForgotten(document, version));
            SimPromise.that(
                    known.equals(truth),
                    () -> "I9: a subscriber's picture is not the version; version=" + version);
        }
    }

    private Map<DocumentId, Long> truth(long version) {
        Map<DocumentId, Long> truth = new TreeMap<>();
        for (Committed each : ledger().list("", Optional.empty(), MANY, version)) {
            truth.put(each.document(), each.version());
        }
        return truth;
    }

    boolean isUpTo(long version) {
        return position.filter(p -> p.version() == version && p.ordinal() == Position.COMPLETE)
                .isPresent();
    }

    /// What it was told since it last began with a picture, and nobody has forgotten since.
    List<Announcement> told() {
        return told.stream()
                .filter(
                        entry ->
                                !(entry instanceof Announcement.DocumentChanged changed)
                                        || !isForgotten(
                                                changed.document(), entry.position().version()))
                .toList();
    }
}

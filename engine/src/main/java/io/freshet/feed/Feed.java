package io.freshet.feed;

import io.freshet.Announcement;
import io.freshet.Check;
import io.freshet.Position;
import io.freshet.Vector;
import io.freshet.spi.Ledger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/// The change feed of one collection: what of the ledger has been announced. A subscriber keeps its
/// own position, reads from there, and waits on its [Signal]; nobody else waits for it and nothing
/// is queued for it, so a slow one costs no memory. Safe for any thread.
///
/// The latest versions are kept ready in memory, up to a bound of entries, so that many live
/// subscribers read the ledger once between them.
public final class Feed {
    private static final int RECENT_ENTRIES_MAX = 1024;

    private final String history;
    private final Ledger ledger;
    private final Details details;
    private final Set<Signal> signals = ConcurrentHashMap.newKeySet();
    private final ConcurrentSkipListMap<Position, Announcement> recent =
            new ConcurrentSkipListMap<>();
    private volatile long announced;
    private volatile boolean closed;

    /// One that gives no vectors.
    public Feed(Ledger ledger, String history, long announced) {
        this(ledger, _ -> Map.of(), history, announced);
    }

    /// @param vectors those of chunks that are known, by hash
    public Feed(
            Ledger ledger,
            Function<Collection<String>, Map<String, Vector>> vectors,
            String history,
            long announced) {
        this.ledger = ledger;
        this.details = new Details(ledger, vectors);
        this.history = history;
        this.announced = announced;
    }

    public String history() {
        return history;
    }

    /// The highest version announced; it never falls.
    public long announced() {
        return announced;
    }

    /// A version became searchable: subscribers may read up to it. Called by the shard alone.
    public void announce(long version) {
        if (version <= announced) {
            return;
        }
        announced = version;
        signals.forEach(Signal::raise);
    }

    /// The signal is raised for each version from now on, until it is detached.
    public void attach(Signal signal) {
        signals.add(signal);
    }

    public void detach(Signal signal) {
        signals.remove(signal);
    }

    /// Where a subscriber may go on.
    public sealed interface Resume {
        record From(Position position) implements Resume {}

        /// Of another history, older than what is retained, or from the future.
        record Expired(long oldestVersion, long indexVersion) implements Resume {}
    }

    /// The collection stops, to be opened again or for good: nothing more comes from this feed, and
    /// who follows it looks for another of the same collection.
    public void close() {
        closed = true;
        signals.forEach(Signal::raise);
    }

    public boolean isClosed() {
        return closed;
    }

    /// The place before the oldest version that is retained. Blocking.
    public Position oldest() {
        return Position.complete(history, Math.max(0, ledger.oldestAnnounced() - 1));
    }

    /// The place right behind all that has been announced.
    public Position now() {
        return Position.complete(history, announced);
    }

    public Resume resume(Position since) {
        long oldest = ledger.oldestAnnounced();
        boolean known =
                since.history().equals(history)
                        && since.version() <= announced
                        && since.version() >= Math.max(0, oldest - 1)
                        && (since.version() >= oldest || since.ordinal() == Position.COMPLETE);
        return known ? new Resume.From(since) : new Resume.Expired(oldest, announced);
    }

    /// What lay behind a subscriber's position is no longer retained, though it was when it
    /// subscribed: it read too slowly. It must be told, as where it resumes too late.
    public static final class Gap extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Resume.Expired expired;

        private Gap(Resume.Expired expired) {
            super("the feed is no longer retained from there on");
            this.expired = expired;
        }

        public Resume.Expired expired() {
            return expired;
        }
    }

    /// What was announced after a position, in order, at most `limit` entries; empty at the end.
    /// Nothing is ever skipped (I9): retention may pass a reader at any moment, so each page is
    /// checked to follow.
    ///
    /// @throws Gap where what follows is no longer retained
    public List<Announcement> read(Position since, int limit) {
        Check.that(since.history().equals(history), () -> "a position of another history is read");
        long upTo = announced;
        if (since.compareTo(Position.complete(history, upTo)) >= 0) {
            return List.of();
        }
        List<Announcement> ready = readRecent(since, limit);
        if (!ready.isEmpty()) {
            return ready;
        }
        List<Announcement> page = whole(since, ledger.changes(since, upTo, limit));
        keepRecent(since, page);
        return page;
    }

    /// What a document was before an announced change of it.
    public Details.Before before(Announcement.DocumentChanged change) {
        return details.before(change);
    }

    /// Chunks of a changed document, from an ordinal on.
    ///
    /// @throws Gap where the version is no longer retained
    public Details.Part part(Details.Ask ask, int from) {
        return details.part(ask, from)
                .orElseThrow(
                        () -> new Gap(new Resume.Expired(ledger.oldestAnnounced(), announced)));
    }

    /// From memory, where it holds the entry right behind `since`: then it holds all that follows.
    private List<Announcement> readRecent(Position since, int limit) {
        List<Announcement> page = new ArrayList<>();
        Position last = since;
        for (Announcement entry : recent.tailMap(since, false).values()) {
            if (page.size() == limit || !follows(last, entry)) {
                break;
            }
            page.add(entry);
            last = entry.position();
        }
        return page;
    }

    /// The page up to where something is missing. Of a version that is still retained only what was
    /// purged can be missing, which is no gap: there is nothing left to tell of it.
    private List<Announcement> whole(Position since, List<Announcement> page) {
        Position last = since;
        int length = 0;
        for (Announcement entry : page) {
            if (!follows(last, entry) && !isNextOfWhatIsLeft(last, entry)) {
                break;
            }
            last = entry.position();
            length++;
        }
        if (length == 0) {
            throw new Gap(new Resume.Expired(ledger.oldestAnnounced(), announced));
        }
        return page.subList(0, length);
    }

    private boolean isNextOfWhatIsLeft(Position before, Announcement next) {
        boolean opens = before.ordinal() == Position.COMPLETE;
        long version = opens ? before.version() + 1 : before.version();
        return next.position().version() == version
                && before.compareTo(next.position()) < 0
                && ledger.oldestAnnounced() <= version;
    }

    /// Whether nothing lies between: a version's changes are numbered from 1, and its last entry
    /// says how many there are.
    private static boolean follows(Position before, Announcement next) {
        boolean opens = before.ordinal() == Position.COMPLETE;
        long version = opens ? before.version() + 1 : before.version();
        int ordinal = opens ? 0 : before.ordinal();
        return next.position().version() == version
                && switch (next) {
                    case Announcement.DocumentChanged changed ->
                            changed.position().ordinal() == ordinal + 1;
                    case Announcement.VersionComplete complete ->
                            complete.version().documents().total() == ordinal;
                };
    }

    private void keepRecent(Position since, List<Announcement> page) {
        if (since.version() < announced - RECENT_ENTRIES_MAX) {
            return;
        }
        page.forEach(entry -> recent.put(entry.position(), entry));
        while (recent.size() > RECENT_ENTRIES_MAX) {
            recent.pollFirstEntry();
        }
    }
}

package io.freshet.sim;

import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.Format;
import io.freshet.FreshetException.Unavailable;
import io.freshet.spi.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A source in memory. Its documents lie in a [Place] that outlives the instance, and that can be
/// made to fail in every way a source may. Safe for any thread.
public final class MemorySource implements Source {
    private final String name;
    private final Place place;
    private final Pace pace;

    public MemorySource(String name, Place place, Pace pace) {
        this.name = name;
        this.place = place;
        this.pace = pace;
    }

    /// Of a kind that cannot be indexed.
    private static final String UNSUITABLE = "binary:";

    private record Stored(String text, long stamp, Instant changed, boolean isUnreadable) {}

    /// What lasts, and what goes wrong with it.
    public static final class Place {
        private final Map<DocumentId, Stored> documents = new TreeMap<>();
        private final Supplier<Instant> clock;
        private final List<String> unread = new ArrayList<>();
        private Optional<Consumer<Scope>> watcher = Optional.empty();
        private Optional<String> problem = Optional.empty();
        private Consumer<DocumentId> beforeFetch = _ -> {};
        private String root = "root";
        private long stamp;
        private long listings;
        private long fetches;
        private boolean tells = true;
        private Optional<Instant> date = Optional.empty();

        public Place(Supplier<Instant> clock) {
            this.clock = clock;
        }

        public synchronized void write(String id, String text) {
            store(id, new Stored(text, ++stamp, date.orElseGet(clock), false));
        }

        /// The document is there, and is none that can be indexed.
        public void writeUnsuitable(String id) {
            write(id, UNSUITABLE + id);
        }

        public synchronized void makeUnreadable(String id) {
            Stored old = documents.get(new DocumentId(id));
            store(id, new Stored(old.text, old.stamp, old.changed, true));
        }

        public synchronized void makeReadable(String id) {
            Stored old = documents.get(new DocumentId(id));
            store(id, new Stored(old.text, old.stamp, old.changed, false));
        }

        /// With new stamps, so that nobody waits for another try.
        public synchronized void makeAllReadable() {
            documents.replaceAll(
                    (_, old) ->
                            old.isUnreadable
                                    ? new Stored(old.text, ++stamp, clock.get(), false)
                                    : old);
        }

        /// What is written from now on is dated so, whatever the clock says.
        public synchronized void date(Instant when) {
            date = Optional.of(when);
        }

        /// Another stamp, and the same text.
        public void touch(String id) {
            write(id, text(id));
        }

        public synchronized String text(String id) {
            return documents.get(new DocumentId(id)).text;
        }

        private void store(String id, Stored stored) {
            documents.put(new DocumentId(id), stored);
            hint(id);
        }

        public synchronized void delete(String id) {
            documents.remove(new DocumentId(id));
            hint(id);
        }

        public synchronized void rename(String from, String to) {
            Stored moved = documents.remove(new DocumentId(from));
            documents.put(new DocumentId(to), moved);
            hint(from, to);
        }

        /// What is there now is taken away, and another place stands where it was.
        public synchronized void swap(String otherRoot) {
            documents.clear();
            root = otherRoot;
            hint("");
        }

        /// The same place with the same documents under another name, as after a copy.
        public synchronized void renameRoot(String otherRoot) {
            root = otherRoot;
        }

        /// Listings and fetches throw from now on.
        public synchronized void fail(String why) {
            problem = Optional.of(why);
        }

        public synchronized void recover() {
            problem = Optional.empty();
            unread.clear();
        }

        /// Listings break off: what starts with this is not known.
        public synchronized void breakOff(String prefix) {
            unread.add(prefix);
        }

        /// Whether changes are told.
        public synchronized void tell(boolean whether) {
            tells = whether;
        }

        /// Runs before each document is fetched.
        public synchronized void beforeFetch(Consumer<DocumentId> what) {
            beforeFetch = what;
        }

        /// Whoever watched is gone.
        public synchronized void watchNoMore() {
            watcher = Optional.empty();
        }

        public synchronized void hint(String... prefixes) {
            if (tells) {
                watcher.ifPresent(told -> told.accept(new Scope(List.of(prefixes))));
            }
        }

        public synchronized Map<DocumentId, String> texts() {
            Map<DocumentId, String> texts = new TreeMap<>();
            documents.forEach(
                    (id, stored) -> {
                        if (!stored.text.startsWith(UNSUITABLE)) {
                            texts.put(id, stored.text);
                        }
                    });
            return texts;
        }

        public synchronized long listings() {
            return listings;
        }

        public synchronized long fetches() {
            return fetches;
        }

        private void check() {
            if (problem.isPresent()) {
                throw new Unavailable(problem.get(), Duration.ofSeconds(1));
            }
        }

        private boolean isUnread(DocumentId id) {
            return unread.stream().anyMatch(id.value()::startsWith);
        }

        private synchronized Listing list(Scope scope) {
            listings++;
            check();
            List<Entry> entries = new ArrayList<>();
            documents.forEach(
                    (id, stored) -> {
                        if (scope.holds(id) && !isUnread(id)) {
                            entries.add(new Entry(id, "" + stored.stamp, stored.changed));
                        }
                    });
            return new Listing(
                    root,
                    entries,
                    List.of(),
                    unread.stream().map(prefix -> new Skipped(prefix, "broke off")).toList());
        }

        private synchronized Fetched fetch(DocumentId document) {
            fetches++;
            beforeFetch.accept(document);
            check();
            Stored stored = documents.get(document);
            if (stored == null) {
                return new Fetched.Gone();
            }
            if (stored.isUnreadable) {
                return new Fetched.Unreadable("permission denied");
            }
            if (stored.text.startsWith(UNSUITABLE)) {
                return new Fetched.Unsuitable("a binary file", "" + stored.stamp);
            }
            return new Fetched.Found(new Content(Format.PLAIN, stored.text), "" + stored.stamp);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String location() {
        return "memory";
    }

    @Override
    public String type() {
        return "memory";
    }

    @Override
    public Pace pace() {
        return pace;
    }

    @Override
    public Listing list(Scope scope) {
        return place.list(scope);
    }

    @Override
    public Fetched fetch(DocumentId document) {
        return place.fetch(document);
    }

    @Override
    public void watch(Consumer<Scope> hints) {
        synchronized (place) {
            place.check();
            place.watcher = Optional.of(hints);
        }
    }

    @Override
    public void close() {
        synchronized (place) {
            place.watcher = Optional.empty();
        }
    }
}

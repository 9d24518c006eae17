package io.freshet.sim;

import io.freshet.Committed;
import io.freshet.FreshetException.Unavailable;
import io.freshet.SearchRequest;
import io.freshet.TagName;
import io.freshet.Vector;
import io.freshet.engine.Pipeline;
import io.freshet.search.PastSearch;
import io.freshet.spi.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Older versions of a collection: some have a name and must stay as they were when they got it,
/// and any that is retained is searched. Confined to one thread.
final class SimPast {
    private static final int MANY = 10_000;
    private static final int NAMES = 4;

    private final SimCollection collection;
    private final SimMachine machine;
    private final SortedMap<TagName, Tagged> tagged = new TreeMap<>();

    /// What a version held when it was named.
    record Tagged(long version, List<Committed> documents) {}

    SimPast(SimCollection collection, SimMachine machine) {
        this.collection = collection;
        this.machine = machine;
    }

    /// @return whether a search was answered
    boolean run(SimAction.Past past) {
        check();
        List<Long> retained = retained();
        long version = retained.get(past.pick() % retained.size());
        TagName name = new TagName("tag" + past.pick() % NAMES);
        switch (past.does()) {
            case TAG -> {
                SimPromise.that(
                        ledger().tag(name, version).equals(new Ledger.Tagged.Done()),
                        () -> "a retained version takes no tag: " + version);
                tagged.put(name, new Tagged(version, documents(version)));
            }
            case UNTAG -> {
                ledger().untag(name);
                tagged.remove(name);
            }
            case SEARCH -> {
                return isSearchable(version) && search(past.search(), version);
            }
        }
        return false;
    }

    private Ledger ledger() {
        return collection.ledger();
    }

    private List<Long> retained() {
        TreeSet<Long> retained = new TreeSet<>(ledger().tags().values());
        long newest = collection.pipeline().map(steps -> steps.feed().announced()).orElse(0L);
        for (long version = ledger().head().oldest(); version <= newest; version++) {
            retained.add(version);
        }
        retained.add(ledger().head().oldest());
        return new ArrayList<>(retained);
    }

    private List<Committed> documents(long version) {
        return ledger().list("", Optional.empty(), MANY, version);
    }

    SortedMap<TagName, Tagged> tagged() {
        return new TreeMap<>(tagged);
    }

    void restore(SortedMap<TagName, Tagged> then) {
        tagged.clear();
        tagged.putAll(then);
    }

    private List<Committed> stillKnown(Tagged then) {
        return then.documents.stream()
                .filter(
                        each ->
                                collection.witness().held().purgedAt(each.document())
                                        <= then.version)
                .toList();
    }

    /// What has a name is as it was, but for what is forgotten since.
    void check() {
        tagged.forEach(
                (name, then) ->
                        SimPromise.that(
                                documents(then.version).equals(stillKnown(then)),
                                () -> "I3: a tagged version is not what it was: " + name));
    }

    /// A version of another embedder is asked nothing.
    private boolean isSearchable(long version) {
        return ledger().versions(version + 1, 1).stream()
                .allMatch(
                        found ->
                                found.number() != version
                                        || found.space()
                                                .equals(collection.embedding().fingerprint()));
    }

    private boolean search(SimAction.Search search, long version) {
        Optional<Pipeline> steps = collection.pipeline();
        if (steps.isEmpty()) {
            return false;
        }
        SearchRequest request = collection.request(search);
        Vector question = collection.embedding().real().right(search.words());
        try {
            PastSearch past = steps.get().past(request, Optional.of(question), version);
            while (!past.isOver()) {
                past.rank(past.read());
                while (past.hasLost()) {
                    past.embedLost();
                }
                machine.turn();
            }
            for (int turn = 0; turn < search.meanwhile(); turn++) {
                machine.turn();
            }
            var result = past.shortlist().result();
            boolean isRetained = retained().contains(version);
            if (isRetained) {
                new SimSearch(collection).check(result, request, question, version);
            }
            return isRetained;
        } catch (Unavailable e) {
            return false;
        }
    }
}

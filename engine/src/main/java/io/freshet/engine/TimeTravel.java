package io.freshet.engine;

import io.freshet.FreshetException.Unavailable;
import io.freshet.SearchRequest;
import io.freshet.Vector;
import io.freshet.Version;
import io.freshet.engine.Versions.Searched;
import io.freshet.search.PastSearch;
import io.freshet.search.PastSearch.Page;
import io.freshet.search.Shortlist;
import io.freshet.spi.Ticket;
import io.freshet.spi.World;
import io.freshet.spi.World.Lane;
import java.util.List;
import java.util.Optional;

/// Searches a collection as it was. The caller's own thread goes from step to step, each of which
/// is a call of its own, so that a long search stands in no other's way. Blocks.
record TimeTravel(SystemWorld world, Pipeline steps, Rerankers rerankers) {
    Searched search(SearchRequest request, long version) throws InterruptedException {
        long startNanos = world.nanos();
        if (!isRetained(version)) {
            return new Searched.NotRetained();
        }
        boolean asksVectors = request.mode() != SearchRequest.Mode.KEYWORD;
        String space = steps.embedder().space().fingerprint();
        Optional<String> other = spaceOf(version).filter(of -> asksVectors && !of.equals(space));
        if (other.isPresent()) {
            return new Searched.OtherSpace(other.get());
        }
        Optional<Vector> known = QueryVector.of(steps, request).find(world);
        Optional<Shortlist> shown =
                version == steps.feed().announced()
                        ? world.call(Lane.READ, () -> shown(request.exactly(), known, version))
                        : Optional.empty();
        Shortlist found = shown.isPresent() ? shown.get() : goneThrough(request, known, version);
        return isRetained(version)
                ? new Searched.Found(rerankers.answer(found, startNanos))
                : new Searched.NotRetained();
    }

    /// The newest version is what the store shows, if it has not moved on meanwhile.
    private Optional<Shortlist> shown(
            SearchRequest request, Optional<Vector> vector, long version) {
        try {
            return Optional.of(steps.shortlist(request, vector))
                    .filter(found -> found.version() == version);
        } catch (Unavailable _) {
            return Optional.empty();
        }
    }

    private Shortlist goneThrough(SearchRequest request, Optional<Vector> vector, long version)
            throws InterruptedException {
        PastSearch past = steps.past(request, vector, version);
        while (!past.isOver()) {
            round(past);
        }
        return world.call(Lane.READ, past::shortlist);
    }

    /// All pages once. One is read while the one before is ranked.
    private void round(PastSearch past) throws InterruptedException {
        Page page = world.call(Lane.READ, past::read);
        while (!page.isLast()) {
            Ticket<Page> next = world.fork(Lane.READ, World.UNBOUNDED, past::read);
            rank(past, page);
            page = next.await();
        }
        rank(past, page);
    }

    private void rank(PastSearch past, Page page) throws InterruptedException {
        world.call(Lane.READ, () -> ranked(past, page));
        while (past.hasLost()) {
            world.call(past.lane(), () -> embedded(past));
        }
    }

    private static boolean ranked(PastSearch past, Page page) {
        past.rank(page);
        return true;
    }

    private static boolean embedded(PastSearch past) {
        past.embedLost();
        return true;
    }

    /// Empty where the version holds nothing, or nobody knows it.
    private Optional<String> spaceOf(long version) throws InterruptedException {
        List<Version> newest =
                world.call(
                        Lane.READ,
                        () -> steps.ports().ledger().versions(Math.addExact(version, 1), 1));
        return newest.stream()
                .filter(found -> found.number() == version)
                .map(Version::space)
                .findFirst();
    }

    private boolean isRetained(long version) throws InterruptedException {
        return world.call(Lane.READ, () -> Versions.range(steps).holds(version));
    }
}

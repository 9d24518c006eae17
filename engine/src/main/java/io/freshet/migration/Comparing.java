package io.freshet.migration;

import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.SearchRequest;
import io.freshet.Vector;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import io.freshet.spi.Ticket;
import io.freshet.spi.World;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Compares the other side's store with the one in force, once it shows the head for the first
/// time: the rows that it counts with what the documents are cut into, and what both find for a
/// sample of their chunks. Documents are read a page at a time. Confined to its shard, but for
/// [#last], which any thread may read.
public final class Comparing {
    private static final int SAMPLES = 20;
    private static final int FIRST = 10;

    private final World world;
    private final Store inForce;
    private final Shadow shadow;
    private final Pages pages;
    private final Function<Collection<String>, Map<String, Vector>> vectors;
    private @Nullable Ticket<Sofar> counting;
    private Optional<Sofar> sofar = Optional.empty();
    private volatile Optional<Comparison> last = Optional.empty();

    /// @param vectors of the space in force, those that are known
    public Comparing(
            World world,
            Store inForce,
            Shadow shadow,
            Pages pages,
            Function<Collection<String>, Map<String, Vector>> vectors) {
        this.world = world;
        this.inForce = inForce;
        this.shadow = shadow;
        this.pages = pages;
        this.vectors = vectors;
    }

    /// @param left documents that are passed over before the next sample
    private record Sofar(
            Store.Applied shows,
            Optional<DocumentId> after,
            long every,
            long left,
            Comparison found,
            boolean done) {
        static Sofar of(Store.Applied shows, long documents) {
            return new Sofar(
                    shows,
                    Optional.empty(),
                    Math.max(1, (documents + SAMPLES - 1) / SAMPLES),
                    0,
                    new Comparison(shows.version(), shows.rows(), 0, 0, 0, 0),
                    false);
        }
    }

    public Optional<Comparison> last() {
        return last;
    }

    public boolean step() {
        if (counting != null) {
            return counting.isDone() && counted(counting);
        }
        if (last.isPresent() || !shadow.progress().reached()) {
            return false;
        }
        Optional<Sofar> now = sofar;
        counting = world.fork(World.Lane.READ, World.UNBOUNDED, () -> count(now));
        return true;
    }

    private boolean counted(Ticket<Sofar> ended) {
        counting = null;
        try {
            Sofar now = ended.result();
            sofar = Optional.of(now).filter(page -> !page.done);
            last = now.done ? Optional.of(now.found) : Optional.empty();
        } catch (ExecutionException e) {
            sofar = Optional.empty();
        }
        return true;
    }

    /// On the reading lane. It begins again where the version that was begun with has gone.
    private Sofar count(Optional<Sofar> before) {
        Ledger.Head head = pages.ledger().head();
        Sofar now =
                before.filter(sum -> sum.shows.version() >= head.oldest())
                        .orElseGet(() -> Sofar.of(shadow.store().applied(), head.documents()));
        List<Committed> page =
                pages.ledger().list("", now.after, Pages.DOCUMENTS, now.shows.version());
        for (Committed document : page) {
            now = counted(now, document);
        }
        boolean isGone = pages.ledger().head().oldest() > now.shows.version();
        return isGone
                ? Sofar.of(shadow.store().applied(), head.documents())
                : new Sofar(now.shows, now.after, now.every, now.left, now.found, page.isEmpty());
    }

    private Sofar counted(Sofar now, Committed document) {
        List<String> hashes =
                List.copyOf(pages.cut().apply(document.content()).chunks().sequencedKeySet());
        Comparison before = now.found;
        Comparison found =
                new Comparison(
                        before.version(),
                        before.rows(),
                        before.expected() + hashes.size(),
                        before.samples(),
                        before.sameFirst(),
                        before.overlap());
        boolean isSample = now.left == 0 && !hashes.isEmpty();
        long left = now.left == 0 ? now.every - 1 : now.left - 1;
        return new Sofar(
                now.shows,
                Optional.of(document.document()),
                now.every,
                left,
                isSample ? sampled(found, hashes.getFirst()) : found,
                false);
    }

    /// A chunk as a question to both, each in its own space.
    private Comparison sampled(Comparison found, String hash) {
        Vector here = vectors.apply(List.of(hash)).get(hash);
        Vector there = pages.texts().known(List.of(hash)).get(hash);
        if (here == null || there == null) {
            return found;
        }
        List<DocumentId> first = first(inForce, here);
        List<DocumentId> other = first(shadow.store(), there);
        Set<DocumentId> both = new LinkedHashSet<>(first);
        both.retainAll(other);
        int most = Math.max(1, Math.max(first.size(), other.size()));
        boolean same =
                !first.isEmpty() && !other.isEmpty() && first.getFirst().equals(other.getFirst());
        int samples = found.samples() + 1;
        double overlap =
                (found.overlap() * found.samples() + (double) both.size() / most) / samples;
        return new Comparison(
                found.version(),
                found.rows(),
                found.expected(),
                samples,
                found.sameFirst() + (same ? 1 : 0),
                overlap);
    }

    /// Whole documents are compared: two ways of cutting have few chunks in common.
    private static List<DocumentId> first(Store store, Vector vector) {
        Store.Query query =
                new Store.Query(
                        Optional.empty(),
                        Optional.of(vector),
                        SearchRequest.Scope.ALL,
                        5 * FIRST,
                        false);
        return store.search(query).byVector().stream()
                .map(candidate -> candidate.key().document())
                .distinct()
                .limit(FIRST)
                .toList();
    }
}

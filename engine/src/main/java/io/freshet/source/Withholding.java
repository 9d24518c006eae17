package io.freshet.source;

import io.freshet.DeleteGuard;
import io.freshet.DocumentId;
import io.freshet.FreshetException.Corrupt;
import io.freshet.Withheld;
import io.freshet.spi.Journal;
import io.freshet.spi.Source.Entry;
import io.freshet.spi.Ticket;
import io.freshet.spi.Warnings;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The deletes of a source that were withheld, and their confirmation: a whole listing that is not
/// empty, of the same root, long enough after, that misses them still, releases them. What is held
/// here is only a hint when to look; the journal is read again before anything is released.
/// Confined to its shard.
final class Withholding {
    private static final System.Logger LOG = System.getLogger(Withholding.class.getName());
    private static final int PAGE = 1000;
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final World world;
    private final Warnings warnings;
    private final Journal journal;
    private final DeleteGuard guard;
    private final Consumer<List<DocumentId>> released;
    private final Map<DocumentId, Instant> since = new LinkedHashMap<>();
    private Instant confirmAt = Instant.MAX;
    private @Nullable Confirming confirming;

    Withholding(
            World world, Journal journal, DeleteGuard guard, Consumer<List<DocumentId>> released) {
        this.world = world;
        this.warnings = new Warnings(world, LOG);
        this.journal = journal;
        this.guard = guard;
        this.released = released;
    }

    /// @param due which withheld deletes the listing confirms
    private record Confirming(Predicate<Withheld> due, Ticket<Page> ticket) {}

    /// @param next where to go on, while there is more
    private record Page(List<DocumentId> released, Optional<DocumentId> next) {}

    void add(Collection<DocumentId> documents, Instant now) {
        documents.forEach(document -> since.put(document, now));
        confirmedAt(now.plus(guard.confirmAfter()));
    }

    void add(Withheld withheld) {
        since.put(withheld.document(), withheld.since());
        confirmedAt(withheld.since().plus(guard.confirmAfter()));
    }

    private void confirmedAt(Instant when) {
        confirmAt = when.isBefore(confirmAt) ? when : confirmAt;
    }

    /// Another event, or a person, has decided.
    void forget(Collection<DocumentId> documents) {
        documents.forEach(since::remove);
        if (since.isEmpty()) {
            confirmAt = Instant.MAX;
        }
    }

    int size() {
        return since.size();
    }

    Instant newest() {
        return since.values().stream().max(Instant::compareTo).orElse(Instant.EPOCH);
    }

    /// When a whole listing is wanted.
    Instant confirmAt() {
        return confirmAt;
    }

    /// A whole listing has come.
    void listed(String source, Look look, Oddities oddities) {
        Instant now = world.now();
        if (since.isEmpty() || confirming != null || look.listing().entries().isEmpty()) {
            plan(now);
            return;
        }
        Instant until = now.minus(guard.confirmAfter());
        Set<DocumentId> absent = absent(look, oddities);
        Predicate<Withheld> due =
                withheld ->
                        withheld.source().equals(source)
                                && withheld.root().equals(look.listing().root())
                                && !withheld.since().isAfter(until)
                                && absent.contains(withheld.document());
        if (since.values().stream().anyMatch(at -> !at.isAfter(until))) {
            confirming = new Confirming(due, fork(due, Optional.empty()));
        }
        plan(now);
    }

    private Set<DocumentId> absent(Look look, Oddities oddities) {
        Set<DocumentId> absent = new HashSet<>();
        for (DocumentId document : since.keySet()) {
            Entry entry = look.entries().get(document);
            boolean isOdd = entry != null && oddities.isUnsuitable(document, entry.stamp());
            if (isOdd || look.misses(document)) {
                absent.add(document);
            }
        }
        return absent;
    }

    /// Those that are not confirmed by now wait for the listings that come anyway.
    private void plan(Instant now) {
        confirmAt =
                since.values().stream()
                        .map(at -> at.plus(guard.confirmAfter()))
                        .filter(at -> at.isAfter(now))
                        .min(Instant::compareTo)
                        .orElse(Instant.MAX);
    }

    boolean step() {
        Confirming current = confirming;
        if (current == null || !current.ticket.isDone()) {
            return false;
        }
        confirming = null;
        try {
            Page page = current.ticket.result();
            if (!page.released.isEmpty()) {
                LOG.log(
                        System.Logger.Level.INFO,
                        () -> "withheld deletes are confirmed documents=" + page.released.size());
                forget(page.released);
                released.accept(page.released);
            }
            page.next.ifPresent(
                    next -> confirming = new Confirming(current.due, fork(current.due, page.next)));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Corrupt corrupt) {
                throw corrupt;
            }
            warnings.warn("withheld deletes cannot be read", e);
            confirmAt = world.now().plus(AFTER_FAILURE);
        }
        return true;
    }

    private Ticket<Page> fork(Predicate<Withheld> due, Optional<DocumentId> after) {
        return world.fork(
                World.Lane.JOURNAL, World.UNBOUNDED, () -> release(due, after, world.now()));
    }

    /// On the journal's lane.
    private Page release(Predicate<Withheld> due, Optional<DocumentId> after, Instant now) {
        List<Withheld> page = journal.withheld(after, PAGE);
        List<DocumentId> confirmed = new ArrayList<>();
        page.stream().filter(due).forEach(withheld -> confirmed.add(withheld.document()));
        List<DocumentId> done = confirmed.isEmpty() ? List.of() : journal.release(confirmed, now);
        return new Page(
                done,
                page.size() < PAGE ? Optional.empty() : Optional.of(page.getLast().document()));
    }
}

package io.freshet.source;

import io.freshet.DocumentId;
import io.freshet.SourceDrift;
import io.freshet.SourceItem;
import io.freshet.spi.Source.Entry;
import io.freshet.spi.Ticket;
import io.freshet.spi.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Tells those who ask how a source differs: its whole listing from what is known of it, and what
/// is known of it from what is indexed. Confined to its shard.
final class Auditing {
    private final World world;
    private final String source;
    private final Known known;
    private final Held held;
    private final Indexed indexed;
    private final Queue<Asked> queue = new ArrayDeque<>();
    private final Set<DocumentId> reconciled = new HashSet<>();
    private @Nullable Asked asked;
    private @Nullable Ticket<Look> listing;
    private @Nullable Look look;
    private @Nullable Ticket<List<DocumentId>> comparing;
    private List<SourceItem> unread = List.of();
    private final List<DocumentId> otherwise = new ArrayList<>();

    Auditing(World world, String source, Known known, Held held, Indexed indexed) {
        this.world = world;
        this.source = source;
        this.known = known;
        this.held = held;
        this.indexed = indexed;
    }

    /// @param mends what differs is then read or deleted
    private record Asked(boolean mends, Ticket<SourceDrift> answer) {}

    /// @param mending the listing is then taken like any other
    /// @param otherwise documents to be read, whatever their stamp
    record Answered(Optional<Look> mending, List<DocumentId> otherwise) {}

    Ticket<SourceDrift> ask(boolean mends) {
        Asked next = new Asked(mends, new Ticket<>());
        queue.add(next);
        return next.answer();
    }

    boolean isAsked() {
        return !queue.isEmpty();
    }

    /// Nothing may be submitted meanwhile, so that what is known stays what it is.
    boolean isBusy() {
        return asked != null;
    }

    /// @param whole listing
    void begin(Ticket<Look> whole) {
        asked = queue.remove();
        listing = whole;
        look = null;
        otherwise.clear();
    }

    /// @return empty where it goes on as it was
    Optional<Answered> step() {
        Asked current = asked;
        if (current == null) {
            return Optional.empty();
        }
        try {
            if (listing != null && listing.isDone()) {
                look = listing.result();
                listing = null;
                unread = known.within(look.scope()).stream().filter(this::isSame).toList();
                compare();
            } else if (comparing != null && comparing.isDone()) {
                otherwise.addAll(comparing.result());
                comparing = null;
                compare();
            }
        } catch (ExecutionException e) {
            return ended(current, SourceDrift.failed(source, Health.why(e)), Optional.empty());
        }
        Look seen = look;
        if (seen == null || comparing != null) {
            return Optional.empty();
        }
        Optional<Look> mending = current.mends ? Optional.of(seen) : Optional.empty();
        return ended(current, drift(seen, current.mends), mending);
    }

    /// The next page of what the listing shows unchanged: only there can the index be wrong without
    /// the source saying so.
    private void compare() {
        if (unread.isEmpty()) {
            return;
        }
        int size = Math.min(Indexed.PAGE, unread.size());
        List<SourceItem> page = unread.subList(0, size);
        unread = unread.subList(size, unread.size());
        comparing =
                world.fork(World.Lane.JOURNAL, World.UNBOUNDED, () -> indexed.otherwiseThan(page));
    }

    private Optional<Answered> ended(Asked current, SourceDrift drift, Optional<Look> mending) {
        asked = null;
        listing = null;
        comparing = null;
        unread = List.of();
        List<DocumentId> again =
                mending.isEmpty()
                        ? List.of()
                        : otherwise.stream().filter(each -> !held.holds(each)).toList();
        current.answer.complete(drift);
        return Optional.of(new Answered(mending, again));
    }

    private boolean isSame(SourceItem item) {
        Entry entry = look == null ? null : look.entries().get(item.document());
        return entry != null && entry.stamp().equals(item.stamp());
    }

    private SourceDrift drift(Look seen, boolean mends) {
        List<DocumentId> added = new ArrayList<>();
        List<DocumentId> changed = new ArrayList<>();
        List<DocumentId> gone = new ArrayList<>();
        for (Entry entry : seen.listing().entries()) {
            Optional<SourceItem> item = known.find(entry.document());
            if (item.isEmpty()) {
                added.add(entry.document());
            } else if (!item.get().stamp().equals(entry.stamp())) {
                changed.add(entry.document());
            }
        }
        for (SourceItem item : known.within(seen.scope())) {
            if (seen.misses(item.document())) {
                gone.add(item.document());
            }
        }
        List<DocumentId> differing =
                otherwise.stream().filter(document -> !held.holds(document)).toList();
        Set<DocumentId> all = new LinkedHashSet<>(added);
        all.addAll(changed);
        all.addAll(gone);
        all.addAll(differing);
        reconciled.clear();
        reconciled.addAll(mends ? all : List.of());
        return new SourceDrift(
                source,
                seen.entries().size(),
                added.size(),
                changed.size(),
                gone.size(),
                differing.size(),
                otherwise.size() - differing.size(),
                Optional.empty(),
                List.copyOf(all));
    }

    /// Whether what is submitted of it was found by an audit; asked once.
    boolean hasFound(DocumentId document) {
        return reconciled.remove(document);
    }
}

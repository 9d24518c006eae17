package io.freshet.source;

import io.freshet.DocumentId;
import io.freshet.SourceItem;
import io.freshet.spi.Source.Entry;
import io.freshet.spi.Source.Pace;
import io.freshet.spi.Source.Scope;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Compares what a source shows with what is known of it: what is new or has another stamp is to be
/// read once it is still, what is known and not shown is missing. Confined to its shard.
final class Comparison {
    private final Known known;
    private final Stillness stillness;
    private final Missing missing;
    private final ReadQueue queue = new ReadQueue();
    private final Oddities oddities = new Oddities();
    private final Relooks relooks = new Relooks();
    private final Set<DocumentId> forced = new HashSet<>();
    private String root = "";

    Comparison(Known known, Pace pace) {
        this.known = known;
        this.stillness = new Stillness(pace);
        this.missing = new Missing(pace.still());
    }

    void compare(Look look, Instant now) {
        root = look.listing().root();
        for (Entry entry : look.listing().entries()) {
            missing.back(entry.document(), entry.stamp());
            shown(entry, look, now);
        }
        for (SourceItem item : known.within(look.scope())) {
            if (look.shows(item.document())) {
                continue;
            }
            if (look.isUnread(item.document())) {
                missing.forget(item.document());
                continue;
            }
            missing.miss(item, now, look).ifPresent(again -> relooks.set(item.document(), again));
        }
        stillness.keep(look.scope()::holds, look::shows);
        queue.keep(look.scope()::holds, look::shows);
        oddities.keep(look);
    }

    private void shown(Entry entry, Look look, Instant now) {
        DocumentId document = entry.document();
        Optional<SourceItem> item = known.find(document);
        if (forced.remove(document)) {
            want(entry, look, new Stillness.Verdict.Read(false, look.number()), true);
            return;
        }
        boolean same = item.isPresent() && item.get().stamp().equals(entry.stamp());
        boolean isUnsuitable = oddities.isUnsuitable(document, entry.stamp());
        if (same && !isUnsuitable) {
            oddities.forget(document);
        }
        if (same || isUnsuitable) {
            stillness.forget(document);
            if (!queue.isForced(document)) {
                queue.remove(document);
            }
            return;
        }
        Optional<Instant> again = oddities.again(document, entry.stamp());
        if (again.isPresent() && now.isBefore(again.get())) {
            relooks.set(document, again.get());
            return;
        }
        switch (stillness.look(entry, now, look.number())) {
            case Stillness.Verdict.Read read -> want(entry, look, read, false);
            case Stillness.Verdict.Later(Instant at) -> {
                if (queue.isForced(document)) {
                    forced.add(document);
                }
                queue.remove(document);
                relooks.set(document, at);
            }
        }
    }

    private void want(Entry entry, Look look, Stillness.Verdict.Read read, boolean isForced) {
        queue.add(
                new ReadQueue.Wanted(
                        entry.document(),
                        entry.stamp(),
                        read.listing(),
                        !known.holds(entry.document()),
                        isForced,
                        read.isOverdue()),
                !look.scope().isAll());
    }

    /// It was not the same any more when it was read: it is waited for again.
    void changes(DocumentId document, String stamp, Instant now, long listing) {
        queue.remove(document);
        switch (stillness.look(new Entry(document, stamp, now), now, listing)) {
            case Stillness.Verdict.Read _ -> relooks.set(document, now);
            case Stillness.Verdict.Later(Instant at) -> relooks.set(document, at);
        }
    }

    /// Looked at again a moment later.
    void relook(DocumentId document, Instant now) {
        relooks.set(document, now.plus(stillness.still()));
    }

    void unreadable(ReadQueue.Wanted want, String reason, Instant now) {
        queue.remove(want.document());
        relooks.set(
                want.document(), oddities.unreadable(want.document(), reason, want.stamp(), now));
    }

    void unsuitable(DocumentId document, String reason, String stamp) {
        queue.remove(document);
        oddities.unsuitable(document, reason, stamp);
    }

    /// Read it again, whatever its stamp.
    Scope force(DocumentId document) {
        forced.add(document);
        return new Scope(List.of(document.value()));
    }

    /// Documents that were not known are read once it is known what is gone: one may be the other,
    /// renamed.
    boolean mayReadNew() {
        return !missing.hasOpen();
    }

    boolean hasNext() {
        return queue.hasNext(mayReadNew());
    }

    /// The listing that first showed what is not read yet.
    long oldestListing() {
        return Math.min(queue.oldestListing(), stillness.oldestListing());
    }

    int toRead() {
        return queue.size() + stillness.size();
    }

    /// Of the last listing.
    String root() {
        return root;
    }

    ReadQueue queue() {
        return queue;
    }

    Missing missing() {
        return missing;
    }

    Oddities oddities() {
        return oddities;
    }

    Relooks relooks() {
        return relooks;
    }
}

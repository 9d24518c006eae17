package io.freshet.source;

import io.freshet.Cause;
import io.freshet.Change;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.IndexEvent;
import io.freshet.SourceItem;
import io.freshet.SourceProgress;
import io.freshet.Submission;
import io.freshet.Submission.Mode;
import io.freshet.source.ReadQueue.Wanted;
import io.freshet.spi.Source.Fetched;
import io.freshet.spi.Source.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Decides what a page that was read says: a document with another content is an upsert, one with
/// the same content only another stamp, a new one with the content of one that is gone a rename.
/// Confined to its shard.
final class Updates {
    /// Marks the stamp of a document that was read while it changed: no listing shows that stamp,
    /// so it is read again, over a restart too.
    private static final String CHANGING = "changing:";

    private final String source;
    private final Known known;
    private final Comparison comparison;
    private final Auditing auditing;
    private final Said told = new Said(Cause.EVENTS);
    private final Said reconciled = new Said(Cause.RECONCILE);
    private final Set<DocumentId> renamed = new HashSet<>();
    private final List<String> again = new ArrayList<>();
    private final List<Submission> out = new ArrayList<>();

    Updates(String source, Known known, Comparison comparison, Auditing auditing) {
        this.source = source;
        this.known = known;
        this.comparison = comparison;
        this.auditing = auditing;
    }

    /// What a page says, for one cause.
    private record Said(Cause cause, List<IndexEvent> events, List<SourceItem> seen) {
        Said(Cause cause) {
            this(cause, new ArrayList<>(), new ArrayList<>());
        }
    }

    /// One submission for the page, one for what an audit found in it, and one for each rename.
    List<Submission> of(List<PageReader.Document> page, Instant now) {
        renamed.clear();
        out.clear();
        for (PageReader.Document document : page) {
            take(document, now);
        }
        submit(told);
        submit(reconciled);
        return List.copyOf(out);
    }

    private void submit(Said said) {
        if (!said.seen.isEmpty()) {
            out.add(
                    new Submission(
                            said.events,
                            Mode.SEPARATE,
                            Optional.empty(),
                            progress(said.seen, List.of(), said.cause)));
        }
        said.events.clear();
        said.seen.clear();
    }

    /// What was not there any more when it was read.
    Optional<Scope> lookAgain() {
        Optional<Scope> scope = again.isEmpty() ? Optional.empty() : Optional.of(new Scope(again));
        again.clear();
        return scope;
    }

    private void take(PageReader.Document read, Instant now) {
        Wanted want = read.wanted();
        DocumentId document = want.document();
        switch (read.fetched()) {
            case Fetched.Found(Content content, String stamp) -> {
                comparison.oddities().forget(document);
                found(read, content, stamp, now);
            }
            case Fetched.Gone _ -> {
                comparison.queue().remove(document);
                again.add(document.value());
            }
            case Fetched.Unreadable(String reason) -> comparison.unreadable(want, reason, now);
            case Fetched.Unsuitable(String reason, String stamp) -> {
                comparison.unsuitable(document, reason, stamp);
                known.find(document)
                        .ifPresent(
                                item ->
                                        comparison
                                                .missing()
                                                .unsuitable(item, stamp, now, want.listing()));
            }
        }
    }

    private void found(PageReader.Document read, Content content, String stamp, Instant now) {
        Wanted want = read.wanted();
        DocumentId document = want.document();
        boolean changed = !stamp.equals(want.stamp());
        if (changed && !want.isOverdue() && !want.isForced()) {
            comparison.changes(document, stamp, now, want.listing());
            return;
        }
        comparison.queue().remove(document);
        boolean isChanging = changed || want.isOverdue();
        if (isChanging) {
            comparison.relook(document, now);
        }
        SourceItem item =
                new SourceItem(document, isChanging ? CHANGING + stamp : stamp, read.hash());
        Optional<SourceItem> before = known.find(document);
        boolean same = before.map(SourceItem::hash).equals(Optional.of(read.hash()));
        Optional<DocumentId> from =
                before.isPresent()
                        ? Optional.empty()
                        : comparison.missing().gone(read.hash(), renamed);
        Said said = auditing.hasFound(document) ? reconciled : told;
        if (from.isPresent()) {
            out.add(rename(item, upsert(document, content, now), from.get(), said.cause));
            return;
        }
        if (!same || want.isForced()) {
            said.events.add(upsert(document, content, now));
            said.seen.add(item);
        } else if (!before.get().equals(item)) {
            said.seen.add(item);
        }
    }

    private Submission rename(SourceItem to, IndexEvent upsert, DocumentId from, Cause cause) {
        renamed.add(from);
        return new Submission(
                List.of(upsert, Deletions.delete(from, upsert.timestamp())),
                Mode.ATOMIC,
                Optional.empty(),
                progress(List.of(to), List.of(from), cause));
    }

    /// What was given by others, such as metadata, stays.
    private static IndexEvent upsert(DocumentId document, Content content, Instant now) {
        return Deletions.event(
                document,
                new Change.Upsert(Optional.of(content), new Change.MetadataChange.Keep()),
                now);
    }

    private Optional<SourceProgress> progress(
            List<SourceItem> items, List<DocumentId> gone, Cause cause) {
        return Optional.of(new SourceProgress(source, comparison.root(), items, gone, cause));
    }
}

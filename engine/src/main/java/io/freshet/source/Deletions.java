package io.freshet.source;

import io.freshet.Cause;
import io.freshet.Change;
import io.freshet.DocumentId;
import io.freshet.IndexEvent;
import io.freshet.Priority;
import io.freshet.SourceProgress;
import io.freshet.Submission;
import io.freshet.Submission.Mode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Deletes what is gone, once everything that was shown beside it is read, since one of those may
/// be the same document under another name. What the guard does not believe is withheld. Confined
/// to its shard.
final class Deletions {
    private static final System.Logger LOG = System.getLogger(Deletions.class.getName());
    private static final int PAGE = 1000;

    private final String source;
    private final Guard guard;
    private final Known known;
    private final Comparison comparison;
    private final Auditing auditing;

    Deletions(String source, Guard guard, Known known, Comparison comparison, Auditing auditing) {
        this.source = source;
        this.guard = guard;
        this.known = known;
        this.comparison = comparison;
        this.auditing = auditing;
    }

    /// Withheld before the start.
    void reported(int documents, Instant newest) {
        guard.reported(documents, newest);
    }

    List<Submission> due(Instant now) {
        List<Missing.Missed> gone = comparison.missing().goneBefore(comparison.oldestListing());
        if (gone.isEmpty()) {
            return List.of();
        }
        Set<String> held =
                known.held(
                        gone.stream().map(missed -> missed.item().hash()).toList(),
                        comparison.missing());
        List<DocumentId> counted = new ArrayList<>();
        List<DocumentId> kept = new ArrayList<>();
        boolean isDistrusted = false;
        for (Missing.Missed missed : gone) {
            isDistrusted |= missed.isDistrusted();
            boolean counts = !held.contains(missed.item().hash());
            (counts ? counted : kept).add(missed.item().document());
        }
        boolean withhold = isDistrusted || guard.isTooMany(counted.size(), known.size(), now);
        guard.reported(counted.size(), now);
        if (withhold) {
            warn(counted.size());
        }
        List<Submission> submissions = new ArrayList<>(pages(kept, Mode.SEPARATE, now));
        submissions.addAll(pages(counted, withhold ? Mode.WITHHELD : Mode.SEPARATE, now));
        return submissions;
    }

    private void warn(int documents) {
        LOG.log(
                System.Logger.Level.WARNING,
                () ->
                        "deletes are withheld: too many at once source="
                                + source
                                + " documents="
                                + documents
                                + " of="
                                + known.size());
    }

    private List<Submission> pages(List<DocumentId> documents, Mode mode, Instant now) {
        List<DocumentId> told = new ArrayList<>();
        List<DocumentId> reconciled = new ArrayList<>();
        for (DocumentId document : documents) {
            (auditing.hasFound(document) ? reconciled : told).add(document);
        }
        List<Submission> pages = new ArrayList<>(pages(told, Cause.EVENTS, mode, now));
        pages.addAll(pages(reconciled, Cause.RECONCILE, mode, now));
        return pages;
    }

    private List<Submission> pages(
            List<DocumentId> documents, Cause cause, Mode mode, Instant now) {
        List<Submission> pages = new ArrayList<>();
        for (int from = 0; from < documents.size(); from += PAGE) {
            List<DocumentId> page =
                    documents.subList(from, Math.min(documents.size(), from + PAGE));
            pages.add(
                    new Submission(
                            page.stream().map(document -> delete(document, now)).toList(),
                            mode,
                            Optional.empty(),
                            Optional.of(
                                    new SourceProgress(
                                            source, comparison.root(), List.of(), page, cause))));
        }
        return pages;
    }

    static IndexEvent delete(DocumentId document, Instant now) {
        return event(document, new Change.Delete(), now);
    }

    static IndexEvent event(DocumentId document, Change change, Instant now) {
        return new IndexEvent(
                List.of(document),
                change,
                Priority.NORMAL,
                OptionalLong.empty(),
                Optional.empty(),
                now);
    }
}

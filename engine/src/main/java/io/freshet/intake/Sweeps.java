package io.freshet.intake;

import io.freshet.DocumentId;
import io.freshet.Filter;
import io.freshet.IndexEvent;
import io.freshet.Outline;
import io.freshet.Problem;
import io.freshet.Submission;
import io.freshet.Sweep;
import io.freshet.Sweep.Selection;
import io.freshet.spi.Journal;
import io.freshet.spi.Journal.Expected;
import io.freshet.spi.Ledger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds out which documents a sweep deletes: those that will be there once all that waits is
/// applied. Nothing slips between, because the journal does not change while its lane is held: what
/// waits says what becomes of its document, and of all others the ledger does.
///
/// On the journal's lane only.
public final class Sweeps {
    /// Documents of one atomic request: its version is made in one piece, in memory.
    public static final int GROUP_DOCUMENTS_MAX = 10_000;

    private static final int PAGE = 1000;

    private final Journal journal;
    private final Ledger ledger;

    public Sweeps(Journal journal, Ledger ledger) {
        this.journal = journal;
        this.ledger = ledger;
    }

    /// What a submission comes to.
    public sealed interface Resolved {
        /// Its sweep, where it has one, names its documents.
        record Known(Submission submission) implements Resolved {}

        /// It deletes too many.
        record TooMany(Problem problem) implements Resolved {}
    }

    public Resolved resolve(Submission submission) {
        if (submission.sweep().isEmpty()) {
            return new Resolved.Known(submission);
        }
        Sweep sweep = submission.sweep().get();
        Set<DocumentId> named = new HashSet<>();
        for (IndexEvent event : submission.events()) {
            named.addAll(event.documents());
        }
        Found found = new Found(named);
        select(sweep.selection(), found);
        return found.tooMany(sweep)
                .<Resolved>map(Resolved.TooMany::new)
                .orElseGet(() -> new Resolved.Known(known(submission, sweep, found.documents)));
    }

    private static Submission known(Submission of, Sweep sweep, List<DocumentId> documents) {
        Sweep known =
                new Sweep(
                        new Selection.Documents(documents),
                        sweep.expectMax(),
                        sweep.priority(),
                        sweep.timestamp());
        return new Submission(of.events(), of.mode(), Optional.of(known), of.progress());
    }

    private void select(Selection selection, Found found) {
        switch (selection) {
            case Selection.Documents(List<DocumentId> documents) ->
                    new LinkedHashSet<>(documents)
                            .stream().filter(this::exists).forEach(found::add);
            case Selection.Prefix(String prefix) -> prefixed(prefix, found);
            case Selection.Matching(Filter filter) -> matching(filter, found);
        }
    }

    private boolean exists(DocumentId document) {
        return expected(document).orElseGet(() -> isCommitted(document));
    }

    /// Empty where nothing waits that says so.
    private Optional<Boolean> expected(DocumentId document) {
        return journal.expected(document.value(), Optional.empty(), 1).stream()
                .filter(first -> first.document().equals(document))
                .map(this::exists)
                .findFirst();
    }

    private boolean exists(Expected expected) {
        return switch (expected.becomes()) {
            case THERE -> !isSettled(expected) || isCommitted(expected.document());
            case GONE -> isSettled(expected) && isCommitted(expected.document());
            case AS_COMMITTED -> isCommitted(expected.document());
        };
    }

    /// What is committed already, and which the journal could only not be told of, decides nothing
    /// any more: a rollback may have undone it since.
    private boolean isSettled(Expected expected) {
        return expected.sequence() <= ledger.settledSequence()
                && expected.sequence() <= ledger.settled(expected.document());
    }

    private boolean isCommitted(DocumentId document) {
        return ledger.documents(List.of(document), ledger.head().version()).containsKey(document);
    }

    private void prefixed(String prefix, Found found) {
        Pages<Outline> committed = committed(prefix);
        Pages<Expected> waiting =
                new Pages<>(after -> journal.expected(prefix, after, PAGE), Expected::document);
        Optional<Outline> there = committed.next();
        Optional<Expected> expected = waiting.next();
        while (there.isPresent() || expected.isPresent()) {
            int order = order(there, expected);
            if (order < 0) {
                found.add(there.orElseThrow().document());
            } else if (exists(expected.orElseThrow())) {
                found.add(expected.orElseThrow().document());
            }
            there = order <= 0 ? committed.next() : there;
            expected = order >= 0 ? waiting.next() : expected;
        }
    }

    private static int order(Optional<Outline> there, Optional<Expected> expected) {
        if (there.isEmpty() || expected.isEmpty()) {
            return there.isEmpty() ? 1 : -1;
        }
        return there.get().document().compareTo(expected.get().document());
    }

    private void matching(Filter filter, Found found) {
        Pages<Outline> committed = committed("");
        Optional<Outline> next = committed.next();
        while (next.isPresent()) {
            Outline there = next.get();
            if (filter.matches(there.metadata()) && expected(there.document()).orElse(true)) {
                found.add(there.document());
            }
            next = committed.next();
        }
    }

    private Pages<Outline> committed(String prefix) {
        long head = ledger.head().version();
        return new Pages<>(after -> ledger.outlines(prefix, after, PAGE, head), Outline::document);
    }

    /// What a sweep deletes, counted to the end and kept as far as may be.
    private static final class Found {
        private final Set<DocumentId> named;
        private final List<DocumentId> documents = new ArrayList<>();
        private long count;

        Found(Set<DocumentId> named) {
            this.named = named;
        }

        void add(DocumentId document) {
            if (named.contains(document)) {
                return;
            }
            count++;
            if (documents.size() < GROUP_DOCUMENTS_MAX) {
                documents.add(document);
            }
        }

        Optional<Problem> tooMany(Sweep sweep) {
            if (sweep.expectMax().isPresent() && count > sweep.expectMax().getAsLong()) {
                String detail =
                        count
                                + " documents would be deleted and "
                                + sweep.expectMax().getAsLong()
                                + " were expected; nothing was deleted";
                return Optional.of(Problem.of("expect_exceeded", detail).with("matched", count));
            }
            if (count + named.size() > GROUP_DOCUMENTS_MAX) {
                String detail =
                        "one version takes at most "
                                + GROUP_DOCUMENTS_MAX
                                + " documents, and this would be "
                                + (count + named.size())
                                + "; do it in parts, such as by longer prefixes";
                return Optional.of(Problem.of("too_large", detail).with("matched", count));
            }
            return Optional.empty();
        }
    }
}

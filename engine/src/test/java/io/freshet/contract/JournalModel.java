package io.freshet.contract;

import io.freshet.Admission.Fate;
import io.freshet.Change;
import io.freshet.Change.Delete;
import io.freshet.Change.Refresh;
import io.freshet.Change.Upsert;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.IndexEvent;
import io.freshet.Metadata;
import io.freshet.Pending;
import io.freshet.Submission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What must come out of a journal, told without rows: each accepted event is applied to its
/// document at once, one after the other, and in the end the ledger must hold the same.
final class JournalModel {
    /// A document's text and metadata.
    record State(Content content, Metadata metadata) {}

    private final Map<DocumentId, State> ledger = new TreeMap<>();
    private Map<DocumentId, State> truth = new TreeMap<>();
    private Map<DocumentId, Long> floors = new TreeMap<>();
    private Set<String> ids = new HashSet<>();
    private Set<DocumentId> withheld = new TreeSet<>();
    private long accepted;
    private long ignored;
    private long discarded;

    /// The fates that a submission must meet; empty where it must be rejected.
    Optional<List<Fate>> submit(Submission submission) {
        JournalModel draft = draft();
        Optional<List<Fate>> fates = draft.fates(submission);
        if (fates.isPresent()) {
            truth = draft.truth;
            floors = draft.floors;
            ids = draft.ids;
            withheld = draft.withheld;
            accepted = draft.accepted;
            ignored = draft.ignored;
        }
        return fates;
    }

    private JournalModel draft() {
        JournalModel draft = new JournalModel();
        draft.truth = new TreeMap<>(truth);
        draft.floors = new TreeMap<>(floors);
        draft.ids = new HashSet<>(ids);
        draft.withheld = new TreeSet<>(withheld);
        draft.accepted = accepted;
        draft.ignored = ignored;
        return draft;
    }

    private Optional<List<Fate>> fates(Submission submission) {
        List<Fate> fates = new ArrayList<>();
        for (IndexEvent event : submission.events()) {
            boolean isRepeat = event.eventId().map(id -> !ids.add(id)).orElse(false);
            for (DocumentId document : event.documents()) {
                Optional<Fate> fate =
                        isRepeat
                                ? Optional.of(Fate.DUPLICATE)
                                : accept(event, document, submission.isWithheld());
                if (fate.isEmpty()) {
                    return Optional.empty();
                }
                fates.add(fate.get());
            }
        }
        return Optional.of(fates);
    }

    private Optional<Fate> accept(IndexEvent event, DocumentId document, boolean withholds) {
        accepted++;
        Long floor = floors.get(document);
        if (event.sourceVersion().isPresent()) {
            if (floor != null && event.sourceVersion().getAsLong() <= floor) {
                ignored++;
                return Optional.of(Fate.IGNORED);
            }
            floors.put(document, event.sourceVersion().getAsLong());
        }
        boolean needsText = event.change() instanceof Upsert u && u.content().isEmpty();
        if (needsText && !truth.containsKey(document)) {
            return Optional.empty();
        }
        if (withholds) {
            withheld.add(document);
            return Optional.of(Fate.WITHHELD);
        }
        withheld.remove(document);
        apply(truth, document, event.change());
        return Optional.of(Fate.WAITING);
    }

    /// A withheld delete becomes an ordinary one.
    void release(DocumentId document) {
        if (withheld.remove(document)) {
            truth.remove(document);
        }
    }

    /// What waited no more is gone: the document is what the ledger holds.
    void discard(DocumentId document) {
        discarded++;
        if (ledger.containsKey(document)) {
            truth.put(document, ledger.get(document));
        } else {
            truth.remove(document);
        }
    }

    long discarded() {
        return discarded;
    }

    Set<DocumentId> withheld() {
        return Collections.unmodifiableSet(withheld);
    }

    /// A row is committed: its change is applied to what the ledger holds.
    void commit(Pending row) {
        apply(ledger, row.document(), row.change());
    }

    boolean isCommitted(DocumentId document) {
        return ledger.containsKey(document);
    }

    private static void apply(Map<DocumentId, State> states, DocumentId document, Change change) {
        switch (change) {
            case Delete _ -> states.remove(document);
            case Refresh _ -> {}
            case Upsert upsert -> {
                State before = states.get(document);
                Metadata metadata = before == null ? Metadata.NONE : before.metadata();
                Content content = upsert.content().orElseGet(() -> states.get(document).content());
                states.put(document, new State(content, upsert.metadata().of(metadata)));
            }
        }
    }

    Map<DocumentId, State> truth() {
        return Collections.unmodifiableMap(truth);
    }

    Map<DocumentId, State> ledger() {
        return Collections.unmodifiableMap(ledger);
    }

    long accepted() {
        return accepted;
    }

    long ignored() {
        return ignored;
    }
}

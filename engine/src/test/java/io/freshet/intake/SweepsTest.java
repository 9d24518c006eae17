package io.freshet.intake;

import static io.freshet.contract.Edits.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Change;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.Format;
import io.freshet.IndexEvent;
import io.freshet.Priority;
import io.freshet.Submission;
import io.freshet.Sweep;
import io.freshet.Sweep.Selection;
import io.freshet.contract.Edits;
import io.freshet.intake.Sweeps.Resolved;
import io.freshet.sim.MemoryJournal;
import io.freshet.sim.MemoryLedger;
import io.freshet.sim.MemoryLedgerState;
import io.freshet.spi.Ledger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a sweep deletes while the journal could not be told what is committed.
class SweepsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final MemoryJournal journal = new MemoryJournal(new MemoryJournal.Disk());
    private final MemoryLedger ledger = new MemoryLedger(new MemoryLedgerState("5eed"));
    private final Edits edits = new Edits(ledger);

    private void accept(Change change) {
        IndexEvent event =
                new IndexEvent(
                        List.of(id("a")),
                        change,
                        Priority.NORMAL,
                        OptionalLong.empty(),
                        Optional.empty(),
                        NOW);
        journal.append(List.of(new Submission(List.of(event), false)), NOW, _ -> true);
    }

    private void rollBackTo(long version) {
        var _ = ledger.rollBack(new Ledger.Rollback(version, "", List.of(), NOW));
    }

    private List<DocumentId> swept(Selection selection) {
        Sweep sweep = new Sweep(selection, OptionalLong.empty(), Priority.NORMAL, NOW);
        Submission asked =
                new Submission(
                        List.of(), Submission.Mode.ATOMIC, Optional.of(sweep), Optional.empty());
        var known = (Resolved.Known) new Sweeps(journal, ledger).resolve(asked);
        return known.submission().allEvents().stream()
                .flatMap(event -> event.documents().stream())
                .toList();
    }

    @Test
    @Tag("I2")
    void aDocumentThatARollbackBroughtBackIsSweptThoughItsDeleteStillSeemsToWait() {
        edits.put("a", "one");
        edits.put("b", "one");
        for (int i = 0; i < 3; i++) {
            accept(new Change.Delete()); // the third is what is committed
        }
        edits.delete("a");
        rollBackTo(2);

        assertThat(swept(new Selection.Prefix(""))).containsExactly(id("a"), id("b"));
        assertThat(swept(new Selection.Documents(List.of(id("a"))))).containsExactly(id("a"));
    }

    @Test
    @Tag("I2")
    void aDocumentThatARollbackRemovedIsNotSweptThoughItStillSeemsToWait() {
        edits.put("b", "one");
        for (int i = 0; i < 2; i++) {
            accept(
                    new Change.Upsert(
                            Optional.of(new Content(Format.PLAIN, "one")),
                            new Change.MetadataChange.Keep()));
        }
        edits.put("a", "one");
        rollBackTo(1);

        assertThat(swept(new Selection.Prefix(""))).containsExactly(id("b"));
        assertThat(swept(new Selection.Documents(List.of(id("a"))))).isEmpty();
    }

    @Test
    @Tag("I2")
    void aDocumentThatARollbackRemovedIsNotSweptThoughItsMetadataIsStillToChange() {
        edits.put("b", "one");
        edits.put("a", "one");
        for (int i = 0; i < 3; i++) {
            accept(new Change.Upsert(Optional.empty(), new Change.MetadataChange.Keep()));
        }
        rollBackTo(1);

        assertThat(swept(new Selection.Prefix(""))).containsExactly(id("b"));
        assertThat(swept(new Selection.Documents(List.of(id("a"))))).isEmpty();
    }

    @Test
    void whatReallyWaitsDecides() {
        edits.put("a", "one");
        edits.put("b", "one");
        for (int i = 0; i < 5; i++) {
            accept(new Change.Delete());
        }

        assertThat(swept(new Selection.Prefix(""))).containsExactly(id("b"));
    }
}

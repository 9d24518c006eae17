package io.freshet.spi;

import io.freshet.Admission;
import io.freshet.Check;
import io.freshet.DeadLetter;
import io.freshet.DocumentId;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Passage;
import io.freshet.Pending;
import io.freshet.Priority;
import io.freshet.Purge;
import io.freshet.Scope;
import io.freshet.Settlement;
import io.freshet.SourceItem;
import io.freshet.Submission;
import io.freshet.Withheld;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The waiting set of one collection, on disk: one row for each waiting document, and one for each
/// event of an atomic group.
///
/// **Sequence.** A stored counter, never MAX(): each event of each document takes the next number,
/// the ignored ones too (a rejected request and a duplicate take none). A number is never given
/// twice.
///
/// **Folding** (I2). An event of a document whose newest waiting row belongs to no group is folded
/// into that row ([io.freshet.Change#after]), unless it is itself a member of an atomic group: the
/// new row has the new sequence, the higher priority and the older `since`, attempts 0 and no
/// `notBefore` (which a delete or a changed content makes pointless); the old row is marked
/// superseded, its payload dropped. Rows of groups are never folded, in either direction.
///
/// **Lending.** A row lends its priority to what must become visible with it or before it: the rows
/// of its group, the rows of its document before it, and their groups.
///
/// **Withholding.** The deletes of a [Submission.Mode#WITHHELD] take a sequence and count as
/// accepted, but wait for nobody: they are not in [#ready], [#waiting] or the waiting counts. A
/// delete of a document that is withheld already, or neither waiting nor committed, is still
/// withheld (the older one is superseded). Any later event of the document supersedes its withheld
/// delete. [#release] makes it an ordinary waiting delete with its sequence, which is above every
/// other of the document.
///
/// **Dead letters.** [#park] sets failed rows aside with what they say: they wait no longer, and
/// keep their sequence, source version and atomic group. A document has a dead letter or waiting
/// rows, never both: an accepted event takes it up as if it had waited, whatever group it was of
/// ([io.freshet.Change#after]; the dead one is superseded), and so does a row that waited behind
/// it. An ignored event and a withheld delete leave it alone. In [#expected], and for whether a
/// document has a text, it counts like a waiting row; in [#ready], [#waiting] and the waiting
/// counts it does not.
///
/// **Sources.** A submission's [io.freshet.SourceProgress] is stored with its events: `seen` items
/// replace those of the same document, `gone` ones are dropped. It may come without any event.
///
/// **Sweeps.** Which documents a [io.freshet.Sweep] deletes has been found out when it is appended
/// ([Submission#allEvents]); the rows of its group carry [Submission#cause].
///
/// **Source versions** (I2). The highest that a document ever accepted is kept for ever; an event
/// whose own is not above it is `IGNORED`: counted, given a sequence, never waiting.
///
/// Every method blocks; each is one transaction, durable when it returns. Confined to one caller at
/// a time, but for [#status], [#unsettled] and [#waiting], which any thread may call.
///
/// Failures: `Unavailable` (nothing of that call happened), `Corrupt`.
public interface Journal extends AutoCloseable {
    /// Accepts submissions in order, each whole or not at all, all in one transaction with one
    /// fsync.
    ///
    /// An upsert without content for a document that will not be there is `Rejected` as
    /// `no_content` with pointer `/events/i`. The newest waiting row that brings a text or deletes
    /// says whether it will; rows that keep the text ([io.freshet.Change#keepsText]) decide
    /// nothing, since a rollback may take away what they waited for.
    ///
    /// @param committed whether the ledger's head holds the document; asked only for an upsert
    ///   without content, where nothing that waits decides
    /// @return one for each submission: `Accepted` or `Rejected`
    List<Admission> append(
            List<Submission> submissions, Instant now, Predicate<DocumentId> committed);

    /// Waiting rows that may be taken now, in the order in which they are due. A row is listed iff
    /// it is its document's oldest waiting row, its `notBefore` is not after `now`, and it is at
    /// least of the asked priority. A row is due at `since` (which may not be after `query.since`,
    /// unless its priority is above `NORMAL`), an hour earlier for each step of priority: so
    /// `normal` rows are aged past newer `high` ones and never starve.
    ///
    /// Members of a group are listed like others; the caller completes the group by [#group].
    List<Pending> ready(Ready query);

    /// @param since only `NORMAL` rows accepted up to here: earlier than `now` by half the
    ///   freshness target; far ahead where there is none
    /// @param limit 1 to 10,000
    /// @param bytesMax of content in UTF-8: the page ends before the row that would exceed it, but
    ///   holds at least one
    /// @param inWork documents whose rows are passed over: somebody works on them
    record Ready(
            Priority atLeast,
            Instant now,
            Instant since,
            int limit,
            long bytesMax,
            Set<DocumentId> inWork) {
        public Ready {
            Check.that(limit >= 1 && limit <= 10_000, () -> "a page of 1 to 10,000 rows");
            inWork = Collections.unmodifiableSet(new LinkedHashSet<>(inWork));
        }

        /// The same with these documents passed over.
        public Ready passingOver(Set<DocumentId> documents) {
            return new Ready(atLeast, now, since, limit, bytesMax, documents);
        }
    }

    /// All waiting rows of a group, by sequence.
    List<Pending> group(long group);

    /// What becomes of the waiting documents whose id starts with a prefix, by id, after a key.
    /// Those that only refreshes wait for are left out: they are what the ledger says.
    List<Expected> expected(String prefix, Optional<DocumentId> after, int limit);

    /// @param becomes what it is once all that waits is applied
    /// @param sequence of the newest row that says so
    record Expected(DocumentId document, Becomes becomes, long sequence) {
        /// Whether a document is there.
        public enum Becomes {
            THERE,
            GONE,
            /// What the ledger says by then: all that waits keeps the text.
            AS_COMMITTED
        }
    }

    /// The sequences of all waiting rows of a document, ascending.
    List<Long> waiting(DocumentId document);

    /// The earliest `notBefore` that lies after `now`.
    Optional<Instant> nextRetry(Instant now);

    /// Rows are settled by a commit: removes each document's rows up to the sequence. Rows at the
    /// sequence count as applied (superseded ones too, which were in work when they were
    /// overtaken), older ones as superseded. Repeating it changes nothing.
    ///
    /// @param history the ledger's, and `version` the one that it reached: kept for [#trimmed]
    void settle(List<Settlement> settlements, String history, long version);

    /// The history and version of the last [#settle]: a ledger of another history, or an older one,
    /// is corrupt.
    Optional<Trimmed> trimmed();

    /// What the ledger had reached when the journal last dropped rows.
    record Trimmed(String history, long version) {}

    /// Puts failed rows back: each gets its attempts, `notBefore` and problem; a row that is
    /// superseded or settled by now is passed over. What a budget holds back
    /// ([io.freshet.Failure#isDeferred]) may be taken at once when the journal is opened again: the
    /// budget may be another.
    void postpone(List<Postponement> postponements);

    /// @param failedAt when
    /// @param problem what went wrong, shown in the status; never document text
    record Postponement(
            DocumentId document,
            long sequence,
            int attempts,
            Instant failedAt,
            Instant notBefore,
            String problem) {}

    /// Gives up on failed rows: each becomes its document's dead letter, or is taken up by the row
    /// that waits behind it. Older rows of the document, which are of the same atomic group, are
    /// folded into it. A row that is superseded or settled by now is passed over.
    ///
    /// @return the documents that have a dead letter now
    List<DocumentId> park(List<Parking> parkings);

    /// @param problem what went wrong; never document text
    record Parking(
            DocumentId document,
            long sequence,
            int attempts,
            Instant failedAt,
            String problem,
            Optional<Passage> passage) {}

    /// Dead letters, by document, after a key.
    List<DeadLetter> deadLetters(Optional<DocumentId> after, int limit);

    /// The document's dead letter.
    Optional<DeadLetter> deadLetter(DocumentId document);

    /// Dead letters wait again, from now on, without an attempt, at their place in the order of
    /// sequences; with one of an atomic group all of its group. What is no dead letter is passed
    /// over.
    ///
    /// @return the documents whose dead letter waits again, by sequence
    List<DocumentId> retry(Collection<DocumentId> documents, Instant now);

    /// Dead letters are dropped with what they say; with one of an atomic group all of its group.
    /// What is no dead letter is passed over.
    ///
    /// @return the documents whose dead letter was dropped, by sequence
    List<DocumentId> discard(Collection<DocumentId> documents);

    /// How many documents of a scope something waits for.
    long waitingDocuments(Scope scope);

    /// What waits of a scope is dropped with what it says, with atomic groups whole where a member
    /// of theirs lies in it. Dead letters and withheld deletes stay, and so do source versions and
    /// `event_id`s.
    Discarded discardWaiting(Scope scope);

    /// What waited and was dropped.
    ///
    /// @param last the newest sequence that there was; what has a higher one was not dropped
    /// @param events and `documents`, how many
    /// @param first documents by id, up to [#DISCARDED_MAX]
    /// @param outside sequences of what lies outside the scope: members of groups, and what had
    ///   been folded into them
    record Discarded(
            long last, long events, long documents, List<DocumentId> first, Set<Long> outside) {
        public Discarded {
            first = List.copyOf(first);
            outside = Collections.unmodifiableSet(new LinkedHashSet<>(outside));
        }
    }

    int DISCARDED_MAX = 1000;

    /// Of the request that was answered with this sequence: its rows that are not settled,
    /// superseded ones included (they settle with their document). A request of repeats alone is
    /// answered with an event's last sequence: where that names no request, it names the event.
    /// Empty: all settled, or no such request.
    List<Unsettled> unsettled(long requestSequence);

    /// @param problem the last failure, where it, or what it was folded into, waits for a retry or
    ///   is a dead letter
    /// @param isDead it, or what it was folded into, is a dead letter
    record Unsettled(
            DocumentId document, long sequence, Optional<String> problem, boolean isDead) {}

    Status status();

    /// Counts of events, which add up ([#isBalanced]), each kept in the transaction that moves it.
    ///
    /// @param sequence the last one given
    /// @param waiting rows not superseded, groups' members included
    /// @param dead letters
    /// @param withheld deletes that were too many to be believed
    /// @param discarded dead letters that were dropped, and what waited and was
    /// @param waitingDocuments distinct documents among them
    /// @param waitingBytes of their content in UTF-8
    /// @param superseded those still marked included
    /// @param oldestSince of the waiting rows
    /// @param failing waiting rows that were put back, whether or not it counted as an attempt:
    ///   first 100 by sequence
    record Status(
            long sequence,
            long accepted,
            long applied,
            long superseded,
            long ignored,
            long waiting,
            long dead,
            long withheld,
            long discarded,
            long waitingDocuments,
            long waitingBytes,
            Optional<Instant> oldestSince,
            List<Failing> failing) {
        public Status {
            failing = List.copyOf(failing);
        }

        /// Whether every accepted event is somewhere.
        public boolean isBalanced() {
            return accepted
                    == applied + superseded + ignored + waiting + dead + withheld + discarded;
        }
    }

    /// A document whose change failed and waits to be tried again.
    record Failing(
            DocumentId document, long sequence, int attempts, Instant notBefore, String problem) {}

    /// What is known of a source, by document, after a key.
    List<SourceItem> items(String source, Optional<DocumentId> after, int limit);

    /// Deletes that are withheld, by document, after a key.
    List<Withheld> withheld(Optional<DocumentId> after, int limit);

    /// Withheld deletes become waiting ones, from now on; what is not withheld is passed over.
    ///
    /// @return what was released
    List<DocumentId> release(Collection<DocumentId> documents, Instant now);

    /// The documents of a purge of which a row waits, is withheld or is a dead letter: by id, after
    /// a key.
    List<DocumentId> purgeable(Purge purge, Optional<DocumentId> after, int limit);

    /// Forgets the rows of a purge's documents, whatever place they have: nothing of what they say
    /// is left on the disk when this returns. Those that were somewhere count as discarded. Source
    /// versions and what is known of sources stay. That the purge is under way is known from the
    /// same transaction on ([#purging]), and outlives a crash. Repeating it changes nothing.
    void purge(Purge purge);

    /// A purge that has begun here and was not ended by [#purged].
    Optional<Purge> purging();

    /// The purge is done everywhere.
    void purged();

    /// Forgets `event_id`s of events accepted before.
    void forgetEventIds(Instant before);

    /// Writes what one transaction left into a file that is not there yet, while others go on.
    default void copyTo(Path file) {
        throw new Unavailable("this journal cannot be copied", Duration.ofMinutes(1));
    }

    /// The default of `event_id_window`.
    Duration EVENT_ID_WINDOW = Duration.ofDays(7);

    /// Why nothing can be written now, such as a full disk; nothing where all is well. Any thread
    /// may ask.
    default Optional<String> problem() {
        return Optional.empty();
    }

    @Override
    void close();
}

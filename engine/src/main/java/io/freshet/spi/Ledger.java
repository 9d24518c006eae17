package io.freshet.spi;

import io.freshet.Announcement;
import io.freshet.Base;
import io.freshet.ChangeSet;
import io.freshet.Committed;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Outline;
import io.freshet.Placement;
import io.freshet.Position;
import io.freshet.Purge;
import io.freshet.RowKey;
import io.freshet.Scope;
import io.freshet.Sides;
import io.freshet.TagName;
import io.freshet.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/// The truth of one collection: for every retained version which documents exist, their text,
/// chunks and metadata.
///
/// [#commit], [#rollBack], [#keep], [#switchSides], [#purge], [#tag], [#untag], [#prune] and
/// [#measure] are confined to one caller at a time; everything else may be called by any thread at
/// any time and sees whole versions only. Each call blocks and is one transaction; no read holds
/// one for longer than a page of 1,000 rows.
///
/// Failures: `Unavailable` (nothing of that call happened), `Corrupt`.
public interface Ledger extends AutoCloseable {
    Head head();

    /// The newest version.
    ///
    /// @param history random, new at creation and at restore
    /// @param version 0 for a new ledger, or the number from which a collection that was removed
    ///   and made again goes on; empty either way
    /// @param oldest from this version on the content of every one is retained; that of the new
    ///   ledger where nothing was dropped. Of older ones those with a tag are
    /// @param space fingerprint of the embedding space of the head, empty before the first commit
    /// @param chunks live rows: distinct chunks of each document
    record Head(
            String history, long version, long oldest, long documents, long chunks, String space) {}

    /// What changes of these documents are planned against, one for each id, in order. Deleted and
    /// unknown documents have no `committed`.
    List<Base> bases(List<DocumentId> documents);

    /// Makes the change set the next version, or nothing of it. Where it has no changes, only
    /// settled sequences are raised and no version is made. A settled sequence and a source version
    /// are never lowered. A deleted document keeps a tombstone with its settled sequence: for ever
    /// where it has a source version, else as long as a retained version may hold the document, so
    /// that what deleted it does not do so again after a rollback. An unknown document whose
    /// settlement has no source version leaves no row.
    Commit commit(ChangeSet changes);

    /// The outcome of a commit.
    sealed interface Commit {
        /// @param head after it; `version` is empty where none was made
        record Done(Head head, Optional<Version> version) implements Commit {}

        /// The base of these documents has moved (another version wrote them, or their settled
        /// sequence rose): nothing was committed, they must be planned again.
        record Moved(List<DocumentId> documents) implements Commit {
            public Moved {
                documents = List.copyOf(documents);
            }
        }
    }

    /// Makes what documents were at an older version the next version, or nothing of it: all that
    /// differs in scope, texts, chunks and metadata. It is made at the head, so that another
    /// rollback undoes it. Nothing is settled by it and no source version is lowered: a document
    /// that it removes keeps its settled sequence. Where nothing differs no version is made.
    default RolledBack rollBack(Rollback rollback) {
        return rollBack(rollback, Optional.empty());
    }

    /// As [#rollBack(Rollback)]; where the version is of another side, its documents are cut anew.
    ///
    /// @param recut as the side in force cuts; where it is empty, such a version is refused
    RolledBack rollBack(Rollback rollback, Optional<Recut> recut);

    /// Documents are cut anew within a transaction; the vectors of what comes of it are known.
    ///
    /// @param cut where the chunks of a text stand
    /// @param tokens that were embedded for it
    record Recut(Function<Content, List<Placement>> cut, long tokens) {}

    /// @param to a retained version
    /// @param prefix that the documents' ids start with
    /// @param documents only these, or all where empty
    record Rollback(long to, String prefix, List<DocumentId> documents, Instant timestamp) {
        public Rollback {
            documents = List.copyOf(documents);
        }

        public Scope scope() {
            return new Scope(prefix, documents);
        }
    }

    /// The outcome of a rollback.
    sealed interface RolledBack {
        /// @param head after it; `version` is empty where none was made
        record Done(Head head, Optional<Version> version) implements RolledBack {}

        /// @param oldest that could be rolled back to
        record NotRetained(long oldest) implements RolledBack {}

        /// That version is embedded or cut otherwise than the side in force, and two never mix
        /// (I7).
        ///
        /// @param space of that version
        record OtherSide(String space) implements RolledBack {}
    }

    /// How the collection is embedded and cut. Empty where nobody has told this ledger.
    Optional<Sides> sides();

    /// From now on it is this, and no version is made of it: so nothing but the first sides, or
    /// those of an empty collection, puts another side in force. One transaction.
    void keep(Sides sides);

    /// Puts the other side in force by the next version, which says nothing of documents unless
    /// they are cut anew: one transaction, or nothing of it. The two change places.
    Switched switchSides(Switch how);

    /// @param cut as the other side cuts; empty where the documents are cut so already
    /// @param rows that the other side's store holds of the head
    record Switch(Optional<Function<Content, List<Placement>>> cut, long rows, Instant timestamp) {}

    /// The outcome of a switch.
    sealed interface Switched {
        record Done(Head head, Version version) implements Switched {}

        /// The store does not hold as many rows as the documents have chunks: nothing was changed.
        record Differs(long chunks) implements Switched {}
    }

    /// The documents of a purge of which any version here tells more than that they were deleted:
    /// by id, after a key.
    List<DocumentId> purgeable(Purge purge, Optional<DocumentId> after, int limit);

    /// Forgets what every version knows of a purge's documents: nothing of their texts and metadata
    /// is left on the disk when this returns. One version is made of it, which deletes them by name
    /// and tells nothing else; none where there is nothing to forget. What older versions count
    /// stays, and so do settled sequences that have a source version. The feed of older versions no
    /// longer has their changes.
    ///
    /// @return the version that was made
    Optional<Version> purge(Purge purge);

    /// Every row that any version here holds, by key after a key.
    List<RowKey> retained(Optional<RowKey> after, int limit);

    /// What a store at version `from` must do to be at `to`: keys by ascending [RowKey], after a
    /// key. A row that was removed and added again in between is listed as added only. `from` is 0
    /// (nothing) or not below the head's `oldest`, and not above `to`.
    Delta delta(long from, long to, Optional<RowKey> after, int limit);

    /// @param changed rows to write: live at `to`, and added after `from` or of a document whose
    ///   metadata changed after `from`
    /// @param removed rows live at `from` and not at `to`
    /// @param next where to go on; empty at the end
    record Delta(List<RowKey> changed, List<RowKey> removed, Optional<RowKey> next) {
        public Delta {
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
        }
    }

    /// The documents that are live at a version, of those asked for. A version that is not retained
    /// holds none.
    Map<DocumentId, Committed> documents(Collection<DocumentId> documents, long version);

    /// The documents of a version whose id starts with `prefix` and lies after `after`, by id.
    List<Committed> list(String prefix, Optional<DocumentId> after, int limit, long version);

    /// As [#list], without the texts, which take most of the time.
    List<Outline> outlines(String prefix, Optional<DocumentId> after, int limit, long version);

    /// Newest first, below `before`.
    List<Version> versions(long before, int limit);

    /// What versions did to a document, newest first, below `before`, as far as it is retained.
    List<Announcement.DocumentChanged> history(DocumentId document, long before, int limit);

    /// The documents that may differ between two retained versions, by id after a key: those that a
    /// version above `from`, up to and with `to`, wrote or deleted.
    List<DocumentId> touched(long from, long to, Optional<DocumentId> after, int limit);

    /// The feed after a position up to and with `upTo`, in order, at most `limit` entries (a page
    /// may end within a version). Empty at the end. The caller has checked the position's history
    /// and that it is not older than `oldestAnnounced`.
    List<Announcement> changes(Position since, long upTo, int limit);

    /// The oldest version from whose start the feed can be read without a gap: a position below
    /// `oldestAnnounced - 1` complete has expired.
    long oldestAnnounced();

    /// How far a document's events are settled; 0 where nothing is known of it.
    long settled(DocumentId document);

    /// The highest settled sequence that was ever committed: the journal's counter lies above it.
    long settledSequence();

    /// From now on nothing older than `oldest`, or than the head, is retained but for versions with
    /// a tag: drops what neither they nor a version from there on needs, at most `rows` rows.
    /// Tombstones with a source version stay. Where `oldest` was reached before, what a tag has set
    /// free since is dropped.
    ///
    /// @return whether there may be more
    boolean prune(long oldest, int rows);

    /// The versions that have a name and are retained for it, by name.
    SortedMap<TagName, Long> tags();

    /// Gives a retained version a name, or moves the name to it. Nothing else changes.
    Tagged tag(TagName name, long version);

    /// The outcome of giving a name.
    sealed interface Tagged {
        record Done() implements Tagged {}

        /// @param oldest from which on versions can be tagged
        record NotRetained(long oldest) implements Tagged {}

        /// There are so many tags, and no more.
        record TooMany(int most) implements Tagged {}
    }

    /// Takes a name away; its version goes with the next [#prune] that is due.
    ///
    /// @return whether there was such a name
    boolean untag(TagName name);

    /// How many tags a ledger has at most: each prune looks at all of them.
    int TAGS_MAX = 1000;

    /// What versions keep beyond the head, by what each of them replaced or deleted: texts that no
    /// live document has, metadata, lists of chunks and the rows themselves, about. What only a tag
    /// keeps is not in it.
    ///
    /// @param bytesMax that they are to take at most
    Measured measure(long bytesMax);

    /// @param bytes that all versions from the head's `oldest` on take
    /// @param within the oldest version, from `oldest` on, from which on they take no more than
    ///   asked
    record Measured(long bytes, long within) {}

    /// Writes what one version left into a file that is not there yet, while others are made.
    ///
    /// @return tells the hashes of the texts that the file refers to
    default Vectors.Retained copyTo(Path file) {
        throw new Unavailable("this ledger cannot be copied", Duration.ofMinutes(1));
    }

    /// The first placement of each asked chunk in its document at a version, with its ordinal.
    static Optional<Placed> placed(Committed document, String hash) {
        List<Placement> placements = document.placements();
        for (int i = 0; i < placements.size(); i++) {
            if (placements.get(i).hash().equals(hash)) {
                return Optional.of(new Placed(placements.get(i), i));
            }
        }
        return Optional.empty();
    }

    /// A placement and where it stands among its document's, from 0.
    record Placed(Placement placement, int ordinal) {}

    /// Why nothing can be written now, such as a full disk; nothing where all is well. Any thread
    /// may ask.
    default Optional<String> problem() {
        return Optional.empty();
    }

    @Override
    void close();
}

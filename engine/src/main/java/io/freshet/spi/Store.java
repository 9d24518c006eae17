package io.freshet.spi;

import io.freshet.Metadata;
import io.freshet.Purge;
import io.freshet.RowKey;
import io.freshet.SearchRequest;
import io.freshet.Vector;
import java.util.List;
import java.util.Optional;

/// A projection of a ledger that answers candidates: for each row the vector, the words and the
/// filterable metadata. It can be lost or lag; the ledger fills it again.
///
/// Writing ([#write], [#publish], [#reset], [#forget]) is confined to one caller at a time;
/// [#search], [#applied] and [#read] may be called by any thread. Every step is repeatable.
/// Blocking.
///
/// Failures: `Unavailable`. After one from writing the caller reads [#applied] again before it goes
/// on: a store whose files failed may have fallen back to what had lasted.
public interface Store extends AutoCloseable {
    String name();

    /// What searches see, and after a restart what lasted.
    ///
    /// @param history of the ledger whose rows these are; empty for a new store
    /// @param version 0 for a new store
    record Applied(String history, long version, long rows) {}

    Applied applied();

    /// Removes and writes rows; nothing of it is visible before [#publish]. A row that is there is
    /// replaced; one that is not there is removed with no effect.
    void write(List<RowKey> removed, List<Row> written);

    /// @param text what keyword search reads
    record Row(RowKey key, String text, Vector vector, Metadata metadata) {}

    /// Makes all that was written visible at once, as this version.
    void publish(String history, long version);

    /// Drops every row; visible at once, as version 0 of no history.
    void reset();

    /// Forgets the rows of a purge's documents, whatever version wrote them: nothing of them is
    /// left on the disk when this returns, nor of any other row that was removed before. The
    /// applied version stays; what was written and not published becomes visible with it.
    void forget(Purge purge);

    /// Candidates at the applied version, within the scope; at most `limit` in each list, best
    /// first.
    Candidates search(Query query);

    /// @param words searched by keyword where present; anything a user types, no query language
    /// @param vector searched by similarity where present
    /// @param exact compare with every vector in scope
    record Query(
            Optional<String> words,
            Optional<Vector> vector,
            SearchRequest.Scope scope,
            int limit,
            boolean exact) {}

    /// @param version of which all of them are
    record Candidates(long version, List<Candidate> byVector, List<Candidate> byKeyword) {
        public Candidates {
            byVector = List.copyOf(byVector);
            byKeyword = List.copyOf(byKeyword);
        }
    }

    /// @param score cosine similarity or BM25; higher is better
    record Candidate(RowKey key, double score) {}

    /// Ranks rows that are handed to it, exactly and with the same scores as [#search] with `exact`
    /// gives where the store holds them and no others: so a version can be searched that no store
    /// shows. What the store holds plays no part.
    ///
    /// @param query whose scope is the caller's to keep to
    Ranking ranking(Query query);

    /// A search among rows that come one by one, in any order; its memory does not grow with their
    /// number. Confined to one caller.
    interface Ranking {
        /// A row in scope, by its vector.
        void compare(RowKey key, Vector vector);

        /// A row's words, which count whether or not it is in scope; it is found only if it is.
        void read(RowKey key, String text, boolean inScope);

        /// All rows have been handed in once.
        ///
        /// @return whether the texts must be read once more, all of them: more held a word of the
        ///   question than are kept until it is known what the words are worth
        boolean readsAgain();

        /// Once it does not read again.
        ///
        /// @param version that the rows were of
        Candidates candidates(long version);
    }

    /// What is really held, by ascending key after a key: read back, to compare with the ledger.
    Held read(Optional<RowKey> after, int limit);

    /// @param applied when all of it was read: one version
    record Held(Applied applied, List<HeldRow> rows) {
        public Held {
            rows = List.copyOf(rows);
        }
    }

    /// @param digest of all that is held for the row, so that what differs has another one
    record HeldRow(RowKey key, long digest) {}

    /// The digest that [#read] tells of a row that is held as it was written.
    long digest(Row row);

    /// The keys of what is really held.
    default List<RowKey> rows(Optional<RowKey> after, int limit) {
        return read(after, limit).rows().stream().map(HeldRow::key).toList();
    }

    @Override
    void close();
}

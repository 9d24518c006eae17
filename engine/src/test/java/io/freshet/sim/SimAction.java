package io.freshet.sim;

import io.freshet.SearchRequest.Mode;
import io.freshet.Submission;
import io.freshet.spi.World.Lane;
import java.time.Duration;

/// One thing that happens in a simulated life, as a value: it can be done again with others left
/// out. Where it speaks of something that may not be there, such as a dead letter, it brings a
/// number that picks among those that are.
sealed interface SimAction {
    /// A client asks for changes.
    ///
    /// @param tracked it waits until they are searchable
    record Send(int collection, Submission submission, boolean tracked) implements SimAction {}

    /// Somebody edits the files that a collection follows, or they get into trouble.
    record Edit(int collection, Kind kind, int pick, String name, String text)
            implements SimAction {
        enum Kind {
            WRITE,
            DELETE,
            RENAME,
            TOUCH,
            MAKE_UNREADABLE,
            WRITE_UNSUITABLE,
            TELL,
            TELL_NOTHING,
            HINT,
            RECOVER,
            FAIL,
            BREAK_OFF,
            SWAP,
            DELETE_ALL,
            WRITE_WHILE_READ
        }
    }

    /// The process dies and is started again: calls under way have had their effect or not, and a
    /// store has lost its newest states.
    ///
    /// @param otherModel somebody first starts it with another embedding model
    record Crash(int statesLost, boolean otherModel) implements SimAction {}

    /// The process dies in the middle of a call: at the `writes`th write from now on, just before
    /// it or just after it.
    record CrashAt(int writes, boolean after) implements SimAction {}

    /// From now on the embedder answers so.
    record Embedder(EmbedderTrouble trouble) implements SimAction {}

    /// From now on a port of every collection behaves so.
    record Port(FlakyPorts.Port port, FlakyPorts.Trouble trouble) implements SimAction {}

    /// All ports and the embedder are well.
    record AllWell() implements SimAction {}

    /// Calls of this kind hang.
    record Hang(Lane lane) implements SimAction {}

    record PassTime(Duration time) implements SimAction {}

    /// The clock on the wall jumps, forwards or back.
    record SetClock(Duration by) implements SimAction {}

    /// A store loses its newest states while it runs, or all of them.
    record LoseRows(int collection, int states) implements SimAction {}

    /// @param meanwhile turns that everything else takes while it is answered
    record Search(int collection, Mode mode, String words, String prefix, int meanwhile)
            implements SimAction {}

    /// Somebody names a version, takes a name away, or searches a version by a name or a number.
    ///
    /// @param pick among the versions that are retained, or the names that there are
    record Past(Search search, Act does, int pick) implements SimAction {
        enum Act {
            TAG,
            UNTAG,
            SEARCH
        }
    }

    /// A subscriber's connection.
    record Subscriber(int collection, int which, Connection does) implements SimAction {
        enum Connection {
            COME,
            STALL,
            READ,
            VANISH
        }
    }

    /// Somebody wants what was.
    ///
    /// @param back so many versions before the newest
    /// @param prefix of the documents
    /// @param discards what waits of them
    record Rollback(int collection, int back, String prefix, boolean discards)
            implements SimAction {}

    /// Somebody wants documents to be forgotten.
    ///
    /// @param prefix of the documents
    /// @param meanwhile turns that everything else takes while each collection tells which vectors
    ///   it needs
    record Purge(int collection, String prefix, int meanwhile) implements SimAction {}

    /// Somebody gives a collection another embedder, has it cut otherwise, or both.
    ///
    /// @param otherModel than that in force; like `otherCut`, where a migration is started
    record Migrate(int collection, Step does, boolean otherModel, boolean otherCut)
            implements SimAction {
        enum Step {
            START,
            PAUSE,
            RESUME,
            CANCEL,
            SWITCH,
            REVERT,
            DROP
        }
    }

    /// A collection is copied as it runs.
    record Backup(int collection) implements SimAction {}

    /// It is what its last backup says from now on.
    record Restore(int collection) implements SimAction {}

    /// Somebody looks after what the engine has set aside.
    record Person(int collection, Deed does, int pick) implements SimAction {
        enum Deed {
            RETRY,
            DISCARD,
            RELEASE,
            /// Of what a rollback holds.
            UNHOLD,
            RECONCILE
        }
    }

    /// An action, how many turns everything takes after it, and the chance of all that.
    record Moment(SimAction action, int turns, long chance) {}
}

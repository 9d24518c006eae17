package io.freshet.engine;

import io.freshet.FreshetException.Corrupt;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import java.util.Optional;

/// Whether what a collection has stored belongs together: a file may be lost, or an older one may
/// have been put back. What can be filled again (a store, vectors) is; the rest is named with what
/// to do about it.
final class Belonging {
    private Belonging() {}

    /// @throws Corrupt where it does not, or holds another space's vectors
    static Ledger.Head check(Ports ports) {
        Ledger.Head head = check(ports.journal(), ports.ledger());
        checkSpace(ports, head);
        if (ports.journal().status().sequence() == 0) {
            ports.stores().forEach(store -> checkNew(store, head));
        }
        return head;
    }

    /// @throws Corrupt where they do not belong together
    static Ledger.Head check(Journal journal, Ledger ledger) {
        Ledger.Head head = ledger.head();
        Optional<Journal.Trimmed> trimmed = journal.trimmed();
        if (trimmed.isPresent() && !trimmed.get().history().equals(head.history())) {
            throw new Corrupt(
                    "the ledger is not the one that this journal belongs to: restore both from one"
                            + " backup; ledger="
                            + head.history()
                            + " journal="
                            + trimmed.get().history());
        }
        if (trimmed.isPresent() && trimmed.get().version() > head.version()) {
            throw new Corrupt(
                    "the ledger is older than its journal: put the newer one back; ledger="
                            + head.version()
                            + " journal="
                            + trimmed.get().version());
        }
        long settled = ledger.settledSequence();
        long given = journal.status().sequence();
        if (settled > given) {
            throw new Corrupt(
                    (given == 0
                                    ? "the journal is lost and its ledger is not: put it back, or"
                                    : "the journal is older than its ledger: put the newer one"
                                            + " back, or move this one away and")
                            + " accept what is lost with it by an empty file journal.lost beside"
                            + " the ledger; journal="
                            + given
                            + " ledger="
                            + settled);
        }
        return head;
    }

    private static void checkSpace(Ports ports, Ledger.Head head) {
        String space = ports.embedder().space().fingerprint();
        if (!head.space().isEmpty() && !head.space().equals(space)) {
            throw new Corrupt(
                    "the collection was filled with another embedding model, and vectors of two"
                            + " never mix: configure the one it was filled with, and change it with"
                            + " freshet migrate; configured="
                            + ports.embedder().space().model());
        }
    }

    /// Nothing was ever accepted, so journal and ledger are new; a store that holds rows is not.
    private static void checkNew(Store store, Ledger.Head head) {
        Store.Applied shows = store.applied();
        if (shows.rows() > 0 && !shows.history().equals(head.history())) {
            throw new Corrupt(
                    "journal and ledger are lost and the index is not: put them back, or move the"
                            + " collection's directory away to begin with nothing; store="
                            + store.name()
                            + " rows="
                            + shows.rows());
        }
    }
}

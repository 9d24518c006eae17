package io.freshet.sim;

import io.freshet.spi.Embedder;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import io.freshet.spi.Vectors;
import io.freshet.spi.World;

/// Makes a broken engine out of a right one, for the simulation to find: everything that the steps
/// work with goes through it. As it stands it breaks nothing.
interface SimTamper {
    SimTamper NOTHING = new SimTamper() {};

    default World world(World right) {
        return right;
    }

    default Journal journal(Journal right) {
        return right;
    }

    default Ledger ledger(Ledger right) {
        return right;
    }

    default Vectors vectors(Vectors right) {
        return right;
    }

    default Store store(Store right) {
        return right;
    }

    default Embedder embedder(Embedder right) {
        return right;
    }
}

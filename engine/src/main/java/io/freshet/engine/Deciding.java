package io.freshet.engine;

import io.freshet.Chunking;
import io.freshet.CollectionName;
import io.freshet.FreshetException.Corrupt;
import io.freshet.RowKey;
import io.freshet.Side;
import io.freshet.Sides;
import io.freshet.Vector;
import io.freshet.spi.Adapters;
import io.freshet.spi.Embedder;
import io.freshet.spi.Ledger;
import io.freshet.spi.Vectors;
import java.util.List;
import java.util.Optional;

/// Decides which side of a collection is in force. Once a ledger holds anything that is what the
/// ledger says, whatever the configuration says by now: so an edit of a file never mixes two
/// embedding spaces (I7) or two ways of cutting. Blocking.
record Deciding(Adapters adapters, Vectors vectors, CollectionName name, Chunking configured) {
    private static final int PAGE = 100;

    /// @param inForce by whose embedder and in whose place the collection is opened
    record Decision(Sides sides, Embedder inForce, Optional<Sided.Configured> configured) {}

    /// What is in force, and noted in the ledger from now on.
    ///
    /// @throws Corrupt where the ledger does not say what filled it, and it is not what is
    ///   configured
    Decision decide(Ledger ledger) {
        Embedder embedder = adapters.embedder(name);
        Ledger.Head head = ledger.head();
        Optional<Sides> told = ledger.sides();
        Side wanted =
                side(
                        adapters.embedderName(name),
                        embedder,
                        configured,
                        told.map(sides -> sides.inForce().slot()).orElse(0));
        boolean fits = head.space().isEmpty() || head.space().equals(wanted.space());
        Embedder inForce = fits ? embedder : named(ledger, told, wanted);
        Sides now = told.map(sides -> sides(sides, head, wanted)).orElse(Sides.of(wanted, 0));
        if (!told.equals(Optional.of(now))) {
            ledger.keep(now);
        }
        Sided.Configured says = new Sided.Configured(wanted.embedder(), configured);
        Side force = now.inForce();
        boolean differs = !says.equals(new Sided.Configured(force.embedder(), force.chunking()));
        return new Decision(now, inForce, Optional.of(says).filter(_ -> differs));
    }

    static Side side(String name, Embedder embedder, Chunking chunking, int slot) {
        return new Side(
                name, embedder.space().model(), embedder.space().fingerprint(), chunking, slot);
    }

    private static Sides sides(Sides told, Ledger.Head head, Side wanted) {
        Side before = told.inForce();
        boolean fits = head.space().isEmpty() || head.space().equals(wanted.space());
        boolean cutsAnew = head.documents() == 0 && told.other().isEmpty();
        Side named = fits ? wanted : before;
        Side now =
                new Side(
                        named.embedder(),
                        named.model(),
                        named.space(),
                        cutsAnew ? wanted.chunking() : before.chunking(),
                        before.slot());
        boolean stays = head.space().isEmpty() || now.chunking().equals(before.chunking());
        return new Sides(now, stays ? told.since() : head.version() + 1, told.other());
    }

    /// The embedder that is not configured for the collection any more; if it is not what it was,
    /// what stands for it.
    private Embedder named(Ledger ledger, Optional<Sides> told, Side wanted) {
        if (told.isEmpty()) {
            throw new Corrupt(
                    "the collection was filled with another embedding model than "
                            + wanted.model()
                            + ", and vectors of two never mix: configure the one that it was filled"
                            + " with, and then change it with freshet migrate");
        }
        Side before = told.get().inForce();
        Optional<Embedder> found = adapters.embedderNamed(name, before.embedder());
        return found.filter(each -> each.space().fingerprint().equals(before.space()))
                .orElseGet(
                        () -> Gone.of(before, dimensions(ledger, before), became(before, found)));
    }

    private static String became(Side before, Optional<Embedder> found) {
        return before.embedder()
                + found.map(Embedder::space)
                        .map(
                                now ->
                                        " is now another model or has other settings ("
                                                + now.model()
                                                + ")")
                        .orElse(" is configured no more");
    }

    /// The width of the vectors that are kept; where all of them are lost, any will do.
    private int dimensions(Ledger ledger, Side side) {
        List<RowKey> page;
        Optional<RowKey> last = Optional.empty();
        do {
            page = ledger.retained(last, PAGE);
            List<String> hashes = page.stream().map(RowKey::hash).toList();
            Optional<Vector> first =
                    vectors.find(side.space(), hashes).values().stream().findFirst();
            if (first.isPresent()) {
                return first.get().dimensions();
            }
            last = page.isEmpty() ? last : Optional.of(page.getLast());
        } while (page.size() == PAGE);
        return 1;
    }
}

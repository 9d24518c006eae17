package io.freshet.engine;

import io.freshet.Chunking;
import io.freshet.CollectionName;
import io.freshet.FreshetException.Corrupt;
import io.freshet.Side;
import io.freshet.Sides;
import io.freshet.spi.Adapters;
import io.freshet.spi.Embedder;
import io.freshet.spi.Ledger;
import java.util.Optional;

/// Decides which side of a collection is in force. Once a ledger holds anything that is what the
/// ledger says, whatever the configuration says by now: so an edit of a file never mixes two
/// embedding spaces (I7) or two ways of cutting. Blocking.
record Deciding(Adapters adapters, CollectionName name, Chunking configured) {
    /// @param inForce by whose embedder and in whose place the collection is opened
    record Decision(Sides sides, Embedder inForce, Optional<Sided.Configured> configured) {}

    /// What is in force, and noted in the ledger from now on.
    ///
    /// @throws Corrupt where nothing that is configured fits what the ledger holds
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
        Embedder inForce = fits ? embedder : named(told, head, wanted);
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

    /// The embedder that is not configured for the collection any more, if it still is what it was.
    private Embedder named(Optional<Sides> told, Ledger.Head head, Side wanted) {
        if (told.isEmpty()) {
            throw new Corrupt(
                    "the collection was filled with another embedding model than "
                            + called(wanted.embedder(), wanted.model())
                            + ", and vectors of two never mix: configure the one that it was filled"
                            + " with, and then change it with freshet migrate");
        }
        Side before = told.get().inForce();
        Optional<Embedder> found = adapters.embedderNamed(name, before.embedder());
        return found.filter(each -> each.space().fingerprint().equals(head.space()))
                .orElseThrow(() -> gone(before, found, wanted));
    }

    private Corrupt gone(Side before, Optional<Embedder> found, Side wanted) {
        String now =
                found.map(
                                each ->
                                        before.embedder()
                                                + " is now another model or has other settings ("
                                                + each.space().model()
                                                + ")")
                        .orElse(before.embedder() + " is configured no more");
        return new Corrupt(
                "the collection was filled with the embedder "
                        + called(before.embedder(), before.model())
                        + "; "
                        + now
                        + ", and vectors of two models never mix. Put the old one back under its name,"
                        + " give the new one a name of its own under embedders, and run: freshet"
                        + " migrate -c "
                        + name
                        + " --embedder "
                        + (wanted.embedder().equals(before.embedder())
                                ? "NEW_NAME"
                                : wanted.embedder()));
    }

    private static String called(String embedder, String model) {
        return embedder.equals(model) ? embedder : embedder + " (" + model + ")";
    }
}

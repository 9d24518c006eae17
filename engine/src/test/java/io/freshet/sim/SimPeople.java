package io.freshet.sim;

import io.freshet.Committed;
import io.freshet.DeadLetter;
import io.freshet.DocumentId;
import io.freshet.engine.Pipeline;
import io.freshet.engine.PipelineDoor;
import io.freshet.spi.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What people decide about a simulated collection. Confined to one thread.
final class SimPeople {
    private static final int MANY = 10_000;

    private final SimCollection collection;

    SimPeople(SimCollection collection) {
        this.collection = collection;
    }

    void retry(List<DocumentId> documents) {
        collection.journal().retry(documents, collection.world().now());
        collection.pipeline().ifPresent(Pipeline::look);
        collection.world().raise();
    }

    /// What a source shows stays to be indexed: only what clients sent is given up. Nothing may be
    /// on its way meanwhile, so that the model knows what it is that is given up.
    void discard(DeadLetter letter) {
        collection.answers();
        if (SimFiles.isFile(letter.document()) || !collection.isAnswered()) {
            return;
        }
        Map<DocumentId, Long> sequences = new TreeMap<>();
        collection.dead().forEach(each -> sequences.put(each.document(), each.sequence()));
        for (DocumentId document : collection.journal().discard(List.of(letter.document()))) {
            collection.witness().discarded(document, sequences.get(document));
        }
    }

    void rollBack(SimAction.Rollback action) {
        long version = collection.ledger().head().version() - action.back();
        if (version >= collection.ledger().head().oldest() && collection.pipeline().isPresent()) {
            Ledger.Rollback asked =
                    new Ledger.Rollback(
                            version, action.prefix(), List.of(), collection.world().now());
            new PipelineDoor(collection.pipeline().get()).rollBack(asked, action.discards());
            collection.world().raise();
        }
    }

    void unhold(int pick) {
        if (collection.pipeline().isPresent()) {
            PipelineDoor door = new PipelineDoor(collection.pipeline().get());
            List<DocumentId> held = door.held();
            if (!held.isEmpty()) {
                door.unhold(List.of(held.get(pick % held.size())));
                collection.world().raise();
            }
        }
    }

    void reconcile(boolean dryRun) {
        collection.pipeline().ifPresent(steps -> new PipelineDoor(steps).reconcile(dryRun));
    }

    /// Its source is the truth again: what a rollback holds is released, what it left otherwise is
    /// found, and what it brought back is deleted where the source has no such thing.
    void followAgain() {
        PipelineDoor door = new PipelineDoor(collection.pipeline().orElseThrow());
        door.unhold(door.held());
        door.reconcile(false);
        Set<DocumentId> there = collection.files().there();
        List<DocumentId> left = new ArrayList<>();
        long version = collection.ledger().head().version();
        for (Committed each :
                collection.ledger().list(SimFiles.PREFIX, Optional.empty(), MANY, version)) {
            DocumentId document = each.document();
            if (collection.witness().held().wasBroughtBack(document) && !there.contains(document)) {
                left.add(document);
            }
        }
        if (!left.isEmpty()) {
            collection.send(SimWorkload.delete(left), false);
        }
        collection.world().raise();
    }

    void release(int pick) {
        var withheld = collection.journal().withheld(Optional.empty(), MANY);
        if (!withheld.isEmpty() && collection.pipeline().isPresent()) {
            List<DocumentId> one = List.of(withheld.get(pick % withheld.size()).document());
            collection
                    .pipeline()
                    .get()
                    .released(collection.journal().release(one, collection.world().now()));
            collection.world().raise();
        }
    }
}

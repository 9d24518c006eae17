package io.freshet.sim;

import io.freshet.Check;
import io.freshet.Committed;
import io.freshet.DeadLetter;
import io.freshet.DocumentId;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// What a simulated life does with its dead letters: somebody retries some and discards others, as
/// the seed draws it. Confined to one thread.
final class SimDead {
    private static final int MANY = 10_000;

    private final RandomGenerator chance;

    SimDead(RandomGenerator chance) {
        this.chance = chance;
    }

    /// A paragraph that the embedder never takes, in some lives.
    void poison(CountingEmbedder embedder) {
        if (chance.nextInt(3) > 0) {
            embedder.refuse("word" + chance.nextInt(20) + " ");
        }
    }

    private Optional<DeadLetter> any(Journal journal) {
        List<DeadLetter> dead = journal.deadLetters(Optional.empty(), MANY);
        return dead.isEmpty()
                ? Optional.empty()
                : Optional.of(dead.get(chance.nextInt(dead.size())));
    }

    List<DocumentId> some(Journal journal) {
        return any(journal).map(DeadLetter::document).stream().toList();
    }

    static List<DocumentId> all(Journal journal) {
        return journal.deadLetters(Optional.empty(), MANY).stream()
                .map(DeadLetter::document)
                .toList();
    }

    /// What a source shows stays to be indexed: only what clients sent is given up. Nothing may be
    /// on its way meanwhile, so that the model knows what it is that is given up.
    void discard(Journal journal, Ledger ledger, SimModel model) {
        Optional<DocumentId> one =
                any(journal).map(DeadLetter::document).filter(d -> !SimFiles.isFile(d));
        if (one.isEmpty()) {
            return;
        }
        for (DocumentId document : journal.discard(List.of(one.get()))) {
            Map<DocumentId, Committed> found =
                    ledger.documents(List.of(document), ledger.head().version());
            model.discard(
                    document, Optional.ofNullable(found.get(document)).map(SimModel.State::of));
        }
    }

    /// The faults of these lives that tell of the endpoint park nothing, and whatever is parked is
    /// the whole of what keeps the index from being what was accepted.
    static <T> void verify(Journal journal, Map<DocumentId, T> index, Map<DocumentId, T> truth) {
        Set<DocumentId> dead = new TreeSet<>();
        for (DeadLetter letter : journal.deadLetters(Optional.empty(), MANY)) {
            dead.add(letter.document());
            Check.that(
                    !letter.problem().isBlank()
                            && letter.attempts() == SimFiles.guarded().retry().attemptsMax()
                            && !letter.firstFailed().isAfter(letter.lastFailed()),
                    () -> "a dead letter that does not say why: " + letter);
            Check.that(
                    !letter.problem().contains("down") && !letter.problem().contains("disk"),
                    () -> "an outage was held against a document: " + letter);
            Check.that(
                    journal.waiting(letter.document()).isEmpty(),
                    () -> "a dead letter stands beside what waits: " + letter);
        }
        Check.that(journal.status().dead() == dead.size(), () -> "dead letters are miscounted");
        Map<DocumentId, T> indexed = new TreeMap<>(index);
        Map<DocumentId, T> accepted = new TreeMap<>(truth);
        indexed.keySet().removeAll(dead);
        accepted.keySet().removeAll(dead);
        Check.that(
                indexed.equals(accepted),
                () -> "I1: what is no dead letter is not the last accepted state");
    }
}

package io.freshet.sim;

import io.freshet.Admission;
import io.freshet.Announcement;
import io.freshet.Block;
import io.freshet.Check;
import io.freshet.Committed;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.Extracted;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Metadata;
import io.freshet.Placement;
import io.freshet.Position;
import io.freshet.RowKey;
import io.freshet.Submission;
import io.freshet.embedding.Desk;
import io.freshet.engine.Pipeline;
import io.freshet.engine.Ports;
import io.freshet.intake.Request;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;

/// One seeded life of a collection: the production steps on one thread, with a workload, faults and
/// crashes drawn from the seed, held against a naive model, which is a map of last accepted states.
/// Throws with what is wrong; the seed replays it.
public final class Simulation {
    private static final int OPERATIONS = 90;
    private static final int TURNS_MAX = 100_000;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final RandomGenerator chance;
    private final FlakyPorts flaky;
    private final MemoryJournal.Disk journalDisk = new MemoryJournal.Disk();
    private final MemoryLedgerState ledgerState = new MemoryLedgerState("5eed");
    private final MemoryVectors.State vectorState = new MemoryVectors.State();
    private final MemoryStore.Disk storeDisk = new MemoryStore.Disk();
    private final CountingEmbedder embedder = new CountingEmbedder();
    private final SimFiles files;
    private final Written written = new Written();
    private final SimModel model = new SimModel();
    private final SimWorkload workload;
    private final SimDead dead;
    private final List<Sent> unanswered = new ArrayList<>();
    private final List<Announcement> seen = new ArrayList<>();
    private SimWorld world;
    private MemoryJournal journal;
    private MemoryStore store;
    private Pipeline pipeline;
    private Position position = Position.complete("5eed", 0);

    private record Sent(Submission submission, Ticket<Admission> answer) {}

    private Simulation(long seed) {
        chance = new SplittableRandom(seed);
        workload = new SimWorkload(chance);
        dead = new SimDead(chance);
        flaky = new FlakyPorts(chance);
        files = new SimFiles(chance, () -> world.now(), workload::text);
        world = new SimWorld(chance, START);
        journal = new MemoryJournal(journalDisk);
        store = new MemoryStore("memory", storeDisk);
        pipeline = open();
    }

    /// @return what happened, to say that something was tried
    public static Report run(long seed) {
        try {
            Simulation life = new Simulation(seed);
            life.live();
            return new Report(
                    life.model.accepted(), life.ledger().head().version(), life.written.parked());
        } catch (RuntimeException e) {
            throw new IllegalStateException("simulation failed seed=" + seed, e);
        }
    }

    /// What happened in a life.
    ///
    /// @param parked documents that became dead letters
    public record Report(long accepted, long versions, long parked) {}

    private Ledger ledger() {
        return new MemoryLedger(ledgerState);
    }

    private Pipeline open() {
        Ports ports =
                new Ports(
                        flaky.journal(written.counting(journal)),
                        flaky.ledger(ledger()),
                        List.of(flaky.store(store)),
                        flaky.vectors(new MemoryVectors(vectorState)),
                        embedder,
                        new Desk(),
                        Simulation::paragraphs,
                        List.of(files.open()));
        return new Pipeline(world, ports, SimFiles.guarded());
    }

    /// Each line is a block: what a real extractor does is tested elsewhere.
    private static Extracted paragraphs(Content content) {
        List<Block> blocks = new ArrayList<>();
        int start = 0;
        for (String line : content.text().split("\n", -1)) {
            if (!line.isBlank()) {
                blocks.add(new Block(Block.Kind.PARAGRAPH, 0, start, start + line.length()));
            }
            start += line.length() + 1;
        }
        return new Extracted(blocks, Metadata.NONE);
    }

    private void live() {
        dead.poison(embedder);
        for (int i = 0; i < OPERATIONS; i++) {
            operate();
            int steps = chance.nextInt(40);
            for (int s = 0; s < steps; s++) {
                turn();
            }
        }
        embedder.behave();
        flaky.fail(false);
        files.mend();
        settle();
        verify();
        embedder.forgive();
        retry(SimDead.all(journal));
        settle();
        verify();
        Check.that(journal.status().dead() == 0, () -> "what is in order is given up");
    }

    private void operate() {
        switch (chance.nextInt(31)) {
            case 0 -> crash();
            case 1 -> misbehave();
            case 2 -> embedder.behave();
            case 3 -> world.jump(Duration.ofMillis(chance.nextInt(5000)));
            case 4, 5 -> send(workload.events(true, world.now()));
            case 15, 16, 17 -> send(workload.sweep(world.now()));
            case 6 -> flaky.fail(chance.nextBoolean());
            case 7, 8, 9, 10, 11, 12, 13, 14 -> files.operate();
            case 18, 19 -> retry(dead.some(journal));
            case 20 -> discard();
            default -> send(workload.events(false, world.now()));
        }
    }

    private void retry(List<DocumentId> documents) {
        journal.retry(documents, world.now());
        pipeline.look();
    }

    private void discard() {
        answers();
        if (unanswered.isEmpty()) {
            dead.discard(journal, ledger(), model);
        }
    }

    private void misbehave() {
        embedder.misbehave(
                switch (chance.nextInt(6)) {
                    case 0 ->
                            new EmbedderFault.Fails(
                                    "", () -> new Unavailable("down", Duration.ofSeconds(2)));
                    case 1 ->
                            new EmbedderFault.Fails(
                                    "word" + chance.nextInt(20), () -> new Refused("bad text"));
                    case 2 -> new EmbedderFault.TooFew();
                    case 3 -> new EmbedderFault.Zeros();
                    case 4 -> new EmbedderFault.Reversed();
                    default -> new EmbedderFault.WrongWidth();
                });
    }

    private void send(Submission submission) {
        Sent sent = new Sent(submission, new Ticket<>());
        unanswered.add(sent);
        pipeline.offer(new Request(sent.submission(), chance.nextBoolean(), sent.answer()));
    }

    /// The process dies: calls under way have had their effect or not; the store may have lost its
    /// newest states. A request without answer may have been accepted: the journal knows.
    private void crash() {
        learnFromJournal();
        world = new SimWorld(chance, world.now().plusSeconds(1));
        storeDisk.lose(chance.nextInt(3));
        journal = new MemoryJournal(journalDisk);
        store = new MemoryStore("memory", storeDisk);
        pipeline = open();
    }

    private void turn() {
        boolean did = pipeline.step();
        if (chance.nextBoolean()) {
            did |= world.advanceCall();
        }
        if (!did && !world.advanceCall()) {
            world.passTime();
        }
        answers();
        subscribe();
    }

    private void settle() {
        for (int turns = 0; !isAtRest(); turns++) {
            Check.that(turns < TURNS_MAX, () -> "it does not come to rest: " + journal.status());
            boolean did = pipeline.step();
            did |= world.advanceCall();
            answers();
            did |= subscribe();
            if (!did) {
                Check.that(
                        world.passTime(),
                        () ->
                                "something waits and nobody looks: idle="
                                        + pipeline.isIdle()
                                        + " followed="
                                        + pipeline.isFollowed()
                                        + " unanswered="
                                        + unanswered.size()
                                        + " shown="
                                        + store.applied().version()
                                        + " seen="
                                        + position
                                        + " head="
                                        + ledger().head().version()
                                        + " "
                                        + journal.status());
            }
        }
    }

    private boolean isAtRest() {
        return unanswered.isEmpty()
                && journal.status().waiting() == 0
                && pipeline.isIdle()
                && pipeline.isFollowed()
                && store.applied().version() == ledger().head().version()
                && position.version() == ledger().head().version()
                && position.ordinal() == Position.COMPLETE;
    }

    /// In the order in which they were written, which is the order of the requests.
    private void answers() {
        while (!unanswered.isEmpty() && unanswered.getFirst().answer().isDone()) {
            Sent sent = unanswered.removeFirst();
            try {
                boolean accepted = sent.answer().result() instanceof Admission.Accepted;
                Check.that(
                        model.fold(sent.submission()) == accepted, () -> "admitted: " + accepted);
            } catch (ExecutionException e) {
                Check.that(
                        e.getCause() instanceof Unavailable, () -> "an answer that is a bug: " + e);
            }
        }
    }

    /// After a crash: of the unanswered requests the first ones were written, as many as the
    /// sequence tells.
    private void learnFromJournal() {
        answers();
        while (model.accepted() < written.byClients()) {
            model.fold(unanswered.removeFirst().submission());
        }
        Check.that(model.accepted() == written.byClients(), () -> "a request was written in part");
        unanswered.clear();
    }

    private boolean subscribe() {
        Position before = position;
        for (Announcement entry : pipeline.feed().read(position, 1 + chance.nextInt(5))) {
            Check.that(entry.position().compareTo(position) > 0, () -> "the feed goes back");
            seen.add(entry);
            position = entry.position();
        }
        return !position.equals(before);
    }

    private void verify() {
        Ledger.Head head = ledger().head();
        Map<DocumentId, SimModel.State> index = new TreeMap<>();
        Map<DocumentId, String> followed = new TreeMap<>();
        TreeSet<RowKey> rows = new TreeSet<>();
        for (Committed document : ledger().list("", Optional.empty(), 1000, head.version())) {
            if (SimFiles.isFile(document.document())) {
                followed.put(document.document(), document.content().text());
            } else {
                index.put(document.document(), SimModel.State.of(document));
            }
            for (Placement placement : document.placements()) {
                rows.add(new RowKey(document.document(), placement.hash()));
            }
        }
        SimDead.verify(journal, index, model.documents());
        files.verify(followed, journal);
        Check.that(store.applied().version() == head.version(), () -> "the store lags");
        Check.that(
                new TreeSet<>(store.rows(Optional.empty(), 100_000)).equals(rows),
                () -> "I4: the store's rows are not the ledger's");
        verifyFeed(head);
        Journal.Status status = journal.status();
        Check.that(status.isBalanced(), () -> "the accounts do not add up: " + status);
        Check.that(model.accepted() == written.byClients(), () -> "a client's events were lost");
        Check.that(
                status.accepted() == written.all(), () -> "accepted events were lost: " + status);
    }

    private void verifyFeed(Ledger.Head head) {
        List<Announcement> stored =
                ledger().changes(Position.complete("5eed", 0), head.version(), 100_000);
        Check.that(stored.equals(seen), () -> "I9: the subscriber has not seen the feed");
    }
}

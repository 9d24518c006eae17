package io.freshet.sim;

import io.freshet.CollectionSettings;
import io.freshet.DeadLetter;
import io.freshet.Filter;
import io.freshet.FreshetException.Corrupt;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Problem;
import io.freshet.Purge;
import io.freshet.SearchRequest;
import io.freshet.Submission;
import io.freshet.engine.Pipeline;
import io.freshet.engine.PipelineDoor;
import io.freshet.engine.StoredDoor;
import io.freshet.spi.Ledger;
import io.freshet.spi.World;
import io.freshet.spi.World.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One collection of a simulated machine: what is on its disk, the steps that run on it until the
/// next crash, and everybody who has to do with it from outside. Confined to one thread.
final class SimCollection {
    private static final int MANY = 10_000;
    private static final int CALLS_MAX = 100;
    private static final int PAGE_MAX = 5;

    private final SimMachine machine;
    private final CollectionSettings settings;
    private final SimAdapters adapters;
    private MemoryJournal.Disk journalDisk = new MemoryJournal.Disk();
    private MemoryLedgerState ledgerState;
    private final SimModel model = new SimModel();
    private final SimFiles files;
    private final SimWitness witness;
    private final List<SimSubscriber> subscribers = new ArrayList<>();
    private final SimClients clients;
    private final SimRequests requests;
    private final SimPeople people = new SimPeople(this);
    private final SimPast past;
    private final SimMigration migration;
    private Optional<SimBackup> backup = Optional.empty();
    private int restores;
    private SimWorld world;
    private MemoryJournal journal;
    private Optional<Pipeline> pipeline = Optional.empty();
    private long announced;
    private boolean mayHaveStrayRows;

    /// @param index of it on its machine
    SimCollection(SimMachine machine, int index, CollectionSettings settings) {
        this.machine = machine;
        this.settings = settings;
        this.adapters = new SimAdapters(machine, this, machine.embedding(index));
        this.ledgerState = new MemoryLedgerState("5eed" + index);
        this.files = new SimFiles(machine.clock()::now);
        this.witness = new SimWitness(settings, model, machine.digest());
        this.clients = new SimClients(witness);
        this.requests = new SimRequests(this);
        this.past = new SimPast(this, machine);
        this.migration = new SimMigration(this, machine);
        this.world = new SimWorld(machine.chance(), machine.clock());
        this.journal = new MemoryJournal(journalDisk);
        for (int i = 0; i < 3; i++) {
            subscribers.add(new SimSubscriber(this));
        }
        open();
        pipeline.ifPresent(steps -> subscribers.forEach(each -> each.come(steps.feed())));
    }

    /// The truth, and not what the steps are given.
    Ledger ledger() {
        return new MemoryLedger(ledgerState);
    }

    MemoryJournal journal() {
        return journal;
    }

    MemoryStore store() {
        return adapters.store();
    }

    /// Of both sides.
    List<MemoryStore> stores() {
        return adapters.stores();
    }

    SimModel model() {
        return model;
    }

    SimFiles files() {
        return files;
    }

    SimWitness witness() {
        return witness;
    }

    /// That is in force.
    SimEmbedding embedding() {
        return adapters.embedding();
    }

    SimMigration migration() {
        return migration;
    }

    SimWorld world() {
        return world;
    }

    SimPeople people() {
        return people;
    }

    SimPast past() {
        return past;
    }

    CollectionSettings settings() {
        return settings;
    }

    SimSubscriber subscriber(int which) {
        return subscribers.get(which);
    }

    List<SimSubscriber> subscribers() {
        return subscribers;
    }

    Optional<Pipeline> pipeline() {
        return pipeline;
    }

    /// What it has stored, for whom nothing of it runs.
    StoredDoor stored() {
        return StoredDoor.open(adapters, adapters.models(), settings.chunking());
    }

    /// What it cannot be opened on now it may be opened on a little later.
    void open() {
        try {
            World steady = machine.tamper().world(world);
            pipeline = Optional.of(stored().run(steady, List.of(files.open()), settings));
            world.raise();
        } catch (Unavailable e) {
            world.wakeAt(world.now().plusSeconds(1));
        }
    }

    /// Calls under way have had their effect or not; nobody hears of them.
    void crash(int statesLost) {
        adapters.loseAll(statesLost);
        end();
        open();
    }

    private void end() {
        clients.stopped();
        requests.crashed();
        witness.crashed();
        subscribers.forEach(SimSubscriber::vanish);
        pipeline = Optional.empty();
        world = new SimWorld(machine.chance(), machine.clock());
        journal = new MemoryJournal(journalDisk);
        adapters.closed();
    }

    /// It stops; calls under way end, and what it asked for is given back.
    void rest() {
        pipeline.ifPresent(steps -> steps.close(Problem.of("stopping", "it is to rest")));
        world.finish();
        machine.flaky().stopped();
        machine.embeddings().forEach(SimEmbedding::expired);
        end();
    }

    /// Documents are forgotten; what is broken off is gone on with when it is opened.
    void purge(Purge purge) {
        rest();
        try {
            stored().purge(purge);
            new SimChecks(this).forgotten(purge);
        } catch (Unavailable e) {
            SimPromise.that(pipeline.isEmpty(), () -> "a purge fails and goes on: " + e);
        }
        open();
    }

    /// In its turn among the commits.
    void backUp() {
        var _ =
                world.fork(
                        Lane.LEDGER,
                        World.UNBOUNDED,
                        () -> {
                            backup = Optional.of(SimBackup.of(this, machine.vectors()));
                            return true;
                        });
    }

    /// It is what its last backup says from now on, of another history and without a store. It
    /// rests.
    void restore() {
        if (backup.isEmpty()) {
            return;
        }
        SimBackup then = backup.get();
        String history = then.ledger().history + "-" + ++restores;
        then.vectors().forEach(new MemoryVectors(machine.vectors())::put);
        ledgerState = then.ledger().copy(history);
        journalDisk = then.journal().copy().adopt(history);
        journal = new MemoryJournal(journalDisk);
        adapters.loseAll(MANY);
        witness.restore(then.known());
        past.restore(then.tagged());
        requests.restored();
        announced = 0;
        SimPromise.that(
                machine.vectors().hashes().containsAll(ledgerState.retainedHashes()),
                () -> "a backup lacks vectors that its ledger refers to");
    }

    MemoryLedgerState ledgerState() {
        return ledgerState;
    }

    MemoryJournal.Disk journalDisk() {
        return journalDisk;
    }

    /// Somebody starts it with another embedding model: what was filled with one does not open with
    /// another.
    void openWithOther(SimEmbedding other) {
        String space = ledger().head().space();
        if (space.isEmpty() || space.equals(other.fingerprint())) {
            return;
        }
        try {
            SimWorld none = new SimWorld(machine.chance(), machine.clock());
            var _ =
                    new Pipeline(
                            machine.tamper().world(none),
                            adapters.with(other, files.open()),
                            settings);
        } catch (Corrupt | Unavailable e) {
            return;
        }
        throw new SimPromise.Broken("I7: it opens with another model than it was filled with");
    }

    /// Not while it is written to: a store that loses rows then says so by failing.
    void lose(int states) {
        if (world.calls(Lane.STORE) == 0 && !machine.flaky().isLate()) {
            adapters.lose(states);
        }
    }

    void send(Submission submission, boolean tracked) {
        witness.sent(submission);
        pipeline.ifPresent(
                steps -> {
                    clients.send(steps, submission, tracked);
                    world.raise();
                });
    }

    /// Runs the steps once, where somebody has woken them.
    boolean step() {
        if (!world.takeSignal()) {
            return false;
        }
        if (pipeline.isEmpty()) {
            open();
        }
        boolean did = pipeline.isPresent() && step(pipeline.get());
        if (did) {
            world.raise();
        }
        return did;
    }

    private boolean step(Pipeline steps) {
        boolean did = steps.step();
        SimPromise.that(
                world.calls() <= CALLS_MAX,
                () -> "I8: there is no end to the calls under way: " + world.calls());
        SimPromise.that(steps.feed().announced() >= announced, () -> "I9: what is announced falls");
        announced = steps.feed().announced();
        return did;
    }

    /// Everybody outside hears what there is to hear.
    boolean listen() {
        boolean did = answers();
        if (pipeline.isPresent()) {
            did |= requests.look();
            for (SimSubscriber each : subscribers) {
                did |= each.read(pipeline.get().feed(), 1 + machine.chance().nextInt(PAGE_MAX));
            }
        }
        return did;
    }

    boolean answers() {
        return clients.answers(requests::add);
    }

    /// Nobody waits to hear whether something was accepted.
    boolean isAnswered() {
        return clients.areAnswered();
    }

    List<DeadLetter> dead() {
        return journal.deadLetters(Optional.empty(), MANY);
    }

    void edit(SimAction.Edit edit) {
        files.edit(edit);
    }

    /// Every subscriber that has lost its connection comes back, and reads on.
    void reconnect() {
        for (SimSubscriber each : subscribers) {
            each.stall(false);
            if (!each.isConnected()) {
                pipeline.ifPresent(steps -> each.come(steps.feed()));
            }
        }
    }

    /// @return what of this was searched for
    SearchRequest request(SimAction.Search search) {
        return new SearchRequest(
                search.words(),
                Optional.empty(),
                search.mode(),
                SearchRequest.K_MAX,
                new SearchRequest.Scope(Filter.all(), search.prefix(), List.of()),
                0,
                0,
                true);
    }

    boolean isAtRest() {
        long head = ledger().head().version();
        return pipeline.isPresent()
                && clients.areAnswered()
                && requests.areAtRest()
                && journal.status().waiting() == 0
                && pipeline.get().isIdle()
                && !new PipelineDoor(pipeline.get()).isReconciling()
                && pipeline.get().isFollowed()
                && store().applied().version() == head
                && migration.isAtRest()
                && subscribers.stream().allMatch(each -> each.isUpTo(head));
    }

    /// Why it may not be at rest, for whoever has to find out.
    String state() {
        return "idle="
                + pipeline.map(Pipeline::isIdle)
                + " followed="
                + pipeline.map(Pipeline::isFollowed)
                + " answered="
                + clients.areAnswered()
                + " tracked="
                + !requests.areAtRest()
                + " shown="
                + store().applied().version()
                + " head="
                + ledger().head().version()
                + " "
                + journal.status();
    }

    /// From now on its store may hold rows that it was told to remove.
    void letStrayRows() {
        mayHaveStrayRows = true;
    }

    boolean mayHaveStrayRows() {
        return mayHaveStrayRows;
    }
}

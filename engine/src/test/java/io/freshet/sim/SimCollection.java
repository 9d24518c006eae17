package io.freshet.sim;

import io.freshet.Admission;
import io.freshet.CollectionSettings;
import io.freshet.DeadLetter;
import io.freshet.Filter;
import io.freshet.FreshetException.Corrupt;
import io.freshet.FreshetException.Unavailable;
import io.freshet.SearchRequest;
import io.freshet.Submission;
import io.freshet.embedding.Endpoints;
import io.freshet.embedding.Meter;
import io.freshet.engine.Pipeline;
import io.freshet.engine.PipelineDoor;
import io.freshet.engine.Ports;
import io.freshet.intake.Request;
import io.freshet.spi.Ledger;
import io.freshet.spi.Ticket;
import io.freshet.spi.World.Lane;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/// One collection of a simulated machine: what is on its disk, the steps that run on it until the
/// next crash, and everybody who has to do with it from outside. Confined to one thread.
final class SimCollection {
    private static final int MANY = 10_000;
    private static final int CALLS_MAX = 100;
    private static final int PAGE_MAX = 5;

    private final SimMachine machine;
    private final CollectionSettings settings;
    private final SimEmbedding embedding;
    private final MemoryJournal.Disk journalDisk = new MemoryJournal.Disk();
    private final MemoryLedgerState ledgerState;
    private final MemoryStore.Disk storeDisk = new MemoryStore.Disk();
    private final SimModel model = new SimModel();
    private final SimFiles files;
    private final SimWitness witness;
    private final List<SimSubscriber> subscribers = new ArrayList<>();
    private final List<Sent> unanswered = new ArrayList<>();
    private final SimRequests requests;
    private final SimPeople people = new SimPeople(this);
    private SimWorld world;
    private MemoryJournal journal;
    private MemoryStore store;
    private Optional<Pipeline> pipeline = Optional.empty();
    private long announced;
    private boolean mayHaveStrayRows;

    private record Sent(Submission submission, boolean tracked, Ticket<Admission> answer) {}

    /// @param index of it on its machine
    SimCollection(SimMachine machine, int index, CollectionSettings settings) {
        this.machine = machine;
        this.settings = settings;
        this.embedding = machine.embedding(index);
        this.ledgerState = new MemoryLedgerState("5eed" + index);
        this.files = new SimFiles(machine.clock()::now);
        this.witness = new SimWitness(settings, model, machine.digest());
        this.requests = new SimRequests(this);
        this.world = new SimWorld(machine.chance(), machine.clock());
        this.journal = new MemoryJournal(journalDisk);
        this.store = new MemoryStore("memory", storeDisk);
        for (int i = 0; i < 3; i++) {
            subscribers.add(new SimSubscriber(ledger()));
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
        return store;
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

    SimEmbedding embedding() {
        return embedding;
    }

    SimWorld world() {
        return world;
    }

    SimPeople people() {
        return people;
    }

    SimRequests requests() {
        return requests;
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

    private Ports ports(SimEmbedding with) {
        FlakyPorts flaky = machine.flaky();
        SimTamper tamper = machine.tamper();
        SimEmbedding other = machine.other(with);
        return new Ports(
                tamper.journal(flaky.journal(witness.journal(journal))),
                tamper.ledger(flaky.ledger(witness.ledger(ledger()))),
                List.of(tamper.store(flaky.store(with.store(store, other)))),
                tamper.vectors(
                        flaky.vectors(with.vectors(new MemoryVectors(machine.vectors()), other))),
                Endpoints.of(tamper.embedder(with.embedder()), with.limiter()),
                with.desk(),
                new LineExtractor(),
                List.of(files.open()),
                Meter.NONE);
    }

    /// What it cannot be opened on now it may be opened on a little later.
    private void open() {
        try {
            Pipeline steps =
                    new Pipeline(machine.tamper().world(world), ports(embedding), settings);
            pipeline = Optional.of(steps);
            world.raise();
        } catch (Unavailable e) {
            world.wakeAt(world.now().plusSeconds(1));
        }
    }

    /// Calls under way have had their effect or not; nobody hears of them.
    void crash(int statesLost) {
        storeDisk.lose(statesLost);
        unanswered.clear();
        requests.crashed();
        witness.crashed();
        subscribers.forEach(SimSubscriber::vanish);
        pipeline = Optional.empty();
        world = new SimWorld(machine.chance(), machine.clock());
        journal = new MemoryJournal(journalDisk);
        store = new MemoryStore("memory", storeDisk);
        open();
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
            var _ = new Pipeline(machine.tamper().world(none), ports(other), settings);
        } catch (Corrupt | Unavailable e) {
            return;
        }
        throw new SimPromise.Broken("I7: it opens with another model than it was filled with");
    }

    /// Not while it is written to: a store that loses rows then says so by failing.
    void lose(int states) {
        if (world.calls(Lane.STORE) == 0) {
            storeDisk.lose(states);
        }
    }

    void send(Submission submission, boolean tracked) {
        witness.sent(submission);
        pipeline.ifPresent(
                steps -> {
                    Sent sent = new Sent(submission, tracked, new Ticket<>());
                    unanswered.add(sent);
                    steps.offer(new Request(submission, tracked, sent.answer()));
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
        boolean did = false;
        for (Iterator<Sent> each = unanswered.iterator(); each.hasNext(); ) {
            Sent sent = each.next();
            if (sent.answer().isDone()) {
                each.remove();
                answered(sent);
                did = true;
            }
        }
        return did;
    }

    private void answered(Sent sent) {
        Optional<Admission.Accepted> written = witness.written(sent.submission());
        witness.answered(sent.submission());
        try {
            switch (sent.answer().result()) {
                case Admission.Accepted accepted -> {
                    SimPromise.that(
                            written.equals(Optional.of(accepted)),
                            () -> "I1: what was acknowledged is not on disk");
                    if (sent.tracked()) {
                        requests.add(accepted);
                    }
                }
                case Admission.Rejected rejected ->
                        SimPromise.that(
                                written.isEmpty() && witness.mayBeRefused(sent.submission()),
                                () -> "what is right is rejected: " + rejected);
                case Admission.Deferred _, Admission.NotReady _ ->
                        SimPromise.that(written.isEmpty(), () -> "what was put off is on disk");
            }
        } catch (ExecutionException e) {
            SimPromise.that(
                    e.getCause() instanceof Unavailable && written.isEmpty(),
                    () -> "an answer that is a bug: " + e);
        }
    }

    /// Nobody waits to hear whether something was accepted.
    boolean isAnswered() {
        return unanswered.isEmpty();
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
                && unanswered.isEmpty()
                && requests.areAtRest()
                && journal.status().waiting() == 0
                && pipeline.get().isIdle()
                && !new PipelineDoor(pipeline.get()).isReconciling()
                && pipeline.get().isFollowed()
                && store.applied().version() == head
                && subscribers.stream().allMatch(each -> each.isUpTo(head));
    }

    /// Why it may not be at rest, for whoever has to find out.
    String state() {
        return "idle="
                + pipeline.map(Pipeline::isIdle)
                + " followed="
                + pipeline.map(Pipeline::isFollowed)
                + " unanswered="
                + unanswered.size()
                + " tracked="
                + !requests.areAtRest()
                + " shown="
                + store.applied().version()
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

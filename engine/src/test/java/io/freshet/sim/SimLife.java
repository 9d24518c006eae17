package io.freshet.sim;

import io.freshet.DeadLetter;
import io.freshet.DocumentId;
import io.freshet.FreshetException.Unavailable;
import io.freshet.engine.CollectionStatus;
import io.freshet.engine.PipelineDoor;
import io.freshet.sim.SimAction.Moment;
import io.freshet.spi.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One life of a simulated machine: what the script says happens, then everything that was wrong is
/// mended, and all must come to what the model says. Confined to one thread.
final class SimLife {
    private static final int TURNS_MAX = 100_000;
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final SimScript script;
    private final SimMachine machine;
    private int searches;

    SimLife(SimScript script, SimTamper tamper) {
        this.script = script;
        this.machine = new SimMachine(script, tamper);
    }

    Simulation.Report live() {
        for (Moment moment : script.moments()) {
            machine.chance().restart(moment.chance());
            untilCrash(() -> happen(moment));
        }
        machine.chance().restart(0);
        machine.allWell();
        machine.collections().forEach(each -> each.files().mend());
        settle();
        machine.collections().forEach(each -> each.people().followAgain());
        settle();
        machine.collections().forEach(each -> new SimChecks(each).run());
        machine.collections().forEach(each -> each.past().check());
        machine.forgive();
        for (SimCollection each : machine.collections()) {
            each.people().retry(each.dead().stream().map(DeadLetter::document).toList());
        }
        settle();
        migrate();
        for (SimCollection each : machine.collections()) {
            SimChecks checks = new SimChecks(each);
            checks.run();
            SimPromise.that(each.dead().isEmpty(), () -> "what is in order is given up");
            checks.digest(machine.digest());
        }
        machine.sweepAll();
        return report();
    }

    /// What was begun is brought to its end.
    private void migrate() {
        machine.collections().forEach(each -> each.migration().fill());
        settle();
        machine.collections().forEach(each -> each.migration().change());
        settle();
        machine.collections().forEach(each -> new SimChecks(each).run());
        machine.collections().forEach(each -> each.migration().end());
        settle();
    }

    private Simulation.Report report() {
        long accepted = 0;
        long versions = 0;
        long switches = 0;
        long parked = 0;
        for (SimCollection each : machine.collections()) {
            accepted += each.witness().accepted();
            versions += each.witness().versions();
            switches += each.witness().switches();
            parked += each.witness().parked();
        }
        return new Simulation.Report(
                accepted,
                versions,
                switches,
                parked,
                searches,
                machine.crashes(),
                machine.digest().end());
    }

    private void untilCrash(Runnable what) {
        try {
            what.run();
        } catch (FlakyPorts.Crashed e) {
            machine.crash(machine.chance().nextInt(3), false);
        }
    }

    private void happen(Moment moment) {
        act(moment.action());
        for (int turn = 0; turn < moment.turns(); turn++) {
            machine.turn();
        }
        check();
    }

    private SimCollection collection(int index) {
        return machine.collections().get(index);
    }

    private void act(SimAction action) {
        switch (action) {
            case SimAction.Send send ->
                    collection(send.collection()).send(send.submission(), send.tracked());
            case SimAction.Edit edit -> collection(edit.collection()).edit(edit);
            case SimAction.Crash crash -> machine.crash(crash.statesLost(), crash.otherModel());
            case SimAction.CrashAt at -> machine.flaky().crashAt(at.writes(), at.after());
            case SimAction.Embedder embedder -> machine.embedder(embedder.trouble());
            case SimAction.Port port -> machine.trouble(port);
            case SimAction.AllWell _ -> machine.allWell();
            case SimAction.Hang hang -> machine.hang(hang.lane());
            case SimAction.PassTime pass -> machine.passTime(pass.time());
            case SimAction.SetClock set -> machine.setClock(set.by());
            case SimAction.LoseRows lose -> collection(lose.collection()).lose(lose.states());
            case SimAction.Search search -> search(search);
            case SimAction.Past past ->
                    searches += collection(past.search().collection()).past().run(past) ? 1 : 0;
            case SimAction.Subscriber subscriber -> subscribe(subscriber);
            case SimAction.Person person -> person(person);
            case SimAction.Purge purge -> machine.purge(purge);
            case SimAction.Migrate migrate -> {
                boolean _ = collection(migrate.collection()).migration().run(migrate);
            }
            case SimAction.Backup backup -> collection(backup.collection()).backUp();
            case SimAction.Restore restore -> machine.restore(restore.collection());
            case SimAction.Rollback rollback ->
                    collection(rollback.collection()).people().rollBack(rollback);
        }
    }

    private void search(SimAction.Search search) {
        machine.flaky()
                .meanwhile(
                        () -> {
                            for (int turn = 0; turn < search.meanwhile(); turn++) {
                                machine.turn();
                            }
                        });
        searches += new SimSearch(collection(search.collection())).run(search) ? 1 : 0;
        machine.flaky().meanwhile(() -> {});
    }

    private void subscribe(SimAction.Subscriber action) {
        SimCollection collection = collection(action.collection());
        SimSubscriber subscriber = collection.subscriber(action.which());
        switch (action.does()) {
            case COME -> collection.pipeline().ifPresent(steps -> subscriber.come(steps.feed()));
            case STALL -> subscriber.stall(true);
            case READ -> subscriber.stall(false);
            case VANISH -> subscriber.vanish();
        }
    }

    private void person(SimAction.Person person) {
        SimCollection collection = collection(person.collection());
        List<DeadLetter> dead = collection.dead();
        switch (person.does()) {
            case RELEASE -> collection.people().release(person.pick());
            case UNHOLD -> collection.people().unhold(person.pick());
            case RECONCILE -> collection.people().reconcile(person.pick() % 2 == 0);
            case RETRY -> {
                if (!dead.isEmpty()) {
                    List<DocumentId> one =
                            List.of(dead.get(person.pick() % dead.size()).document());
                    collection.people().retry(one);
                }
            }
            case DISCARD -> {
                if (!dead.isEmpty()) {
                    collection.people().discard(dead.get(person.pick() % dead.size()));
                }
            }
        }
    }

    /// At any moment the accounts add up, and what waits although nobody works on it says why.
    private void check() {
        for (SimCollection each : machine.collections()) {
            Journal.Status status = each.journal().status();
            SimPromise.that(status.isBalanced(), () -> "the accounts do not add up: " + status);
        }
    }

    private void settle() {
        for (int turns = 0; !isAtRest(); turns++) {
            SimPromise.that(turns < TURNS_MAX, () -> "it does not come to rest: " + state());
            for (SimCollection each : machine.collections()) {
                each.reconnect();
            }
            if (!machine.goOn()) {
                explain();
                SimPromise.that(
                        machine.passTime(), () -> "something waits and nobody looks: " + state());
            }
        }
    }

    /// Nothing can go on, and not in a moment: what waits has a cause that the status shows.
    private void explain() {
        if (machine.due().filter(due -> due.compareTo(A_MOMENT) <= 0).isPresent()) {
            return;
        }
        for (SimCollection each : machine.collections()) {
            if (each.pipeline().isEmpty() || each.journal().status().waiting() == 0) {
                continue;
            }
            try {
                CollectionStatus status =
                        new PipelineDoor(each.pipeline().get()).status(each.world().now());
                boolean isExplained =
                        !status.journal().failing().isEmpty() || status.embedder().isPresent();
                SimPromise.that(
                        isExplained || !each.pipeline().get().isIdle(),
                        () -> "something waits without a visible cause: " + status);
            } catch (Unavailable _) {
                // it cannot be asked now, and is asked again later
            }
        }
    }

    private boolean isAtRest() {
        return machine.collections().stream().allMatch(SimCollection::isAtRest);
    }

    private String state() {
        List<String> states = new ArrayList<>();
        machine.collections().forEach(each -> states.add(each.state()));
        return String.join("; ", states);
    }
}

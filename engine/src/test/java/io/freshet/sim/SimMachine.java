package io.freshet.sim;

import io.freshet.CollectionSettings;
import io.freshet.DeleteGuard;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Purge;
import io.freshet.RetrySettings;
import io.freshet.SearchSettings;
import io.freshet.engine.Pipeline;
import io.freshet.engine.PipelineDoor;
import io.freshet.spi.Embedder;
import io.freshet.spi.Vectors;
import io.freshet.spi.World.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// A simulated machine: collections that share vectors, embedders and clocks, run on one thread in
/// an order drawn by chance, and die together. Confined to one thread.
final class SimMachine {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Embedder.Limits LIMITS =
            new Embedder.Limits(8, 4096, 3, Duration.ofSeconds(30));

    private final SimChance chance = new SimChance();
    private final SimClock clock = new SimClock(START);
    private final SimDigest digest = new SimDigest();
    private final MemoryVectors.State vectors = new MemoryVectors.State();
    private final FlakyPorts flaky = new FlakyPorts(chance);
    private final SimTamper tamper;
    private final SimEmbedding first;
    private final SimEmbedding second;
    private final boolean twoSpaces;
    private final List<SimCollection> collections = new ArrayList<>();
    private int crashes;
    private long expired;

    SimMachine(SimScript script, SimTamper tamper) {
        this.tamper = tamper;
        this.twoSpaces = script.twoSpaces();
        this.first = new SimEmbedding(new CountingEmbedder("one", LIMITS), vectors);
        this.second = new SimEmbedding(new CountingEmbedder("two", LIMITS), vectors);
        script.poison().ifPresent(first.real()::refuse);
        for (int i = 0; i < SimScript.COLLECTIONS; i++) {
            collections.add(
                    new SimCollection(this, i, settings(i == 0 ? 1000 : script.versionsKept())));
        }
    }

    /// Batches that are soon full, a guard that so few documents trip over, and patience that so
    /// short a life runs out of.
    private static CollectionSettings settings(int versionsKept) {
        CollectionSettings defaults = CollectionSettings.DEFAULT;
        return new CollectionSettings(
                defaults.chunking(),
                defaults.freshnessTarget(),
                5,
                defaults.eventIdWindow(),
                new CollectionSettings.Retention(versionsKept, Duration.ofMinutes(1), 10L << 30),
                new DeleteGuard(2, 0.25, Duration.ofMinutes(10)),
                new RetrySettings(2, Duration.ofSeconds(1), Duration.ofMinutes(5)),
                new SearchSettings(defaults.search().keywords(), defaults.search().fusion(), 1000),
                defaults.backlog());
    }

    SimChance chance() {
        return chance;
    }

    SimClock clock() {
        return clock;
    }

    SimDigest digest() {
        return digest;
    }

    MemoryVectors.State vectors() {
        return vectors;
    }

    FlakyPorts flaky() {
        return flaky;
    }

    SimTamper tamper() {
        return tamper;
    }

    List<SimCollection> collections() {
        return collections;
    }

    SimEmbedding embedding(int collection) {
        return twoSpaces && collection > 0 ? second : first;
    }

    SimEmbedding embedding(String fingerprint) {
        return first.fingerprint().equals(fingerprint) ? first : second;
    }

    List<SimEmbedding> embeddings() {
        return List.of(first, second);
    }

    /// The space that must not be mixed with this one.
    SimEmbedding other(SimEmbedding space) {
        return space == first ? second : first;
    }

    /// Both answer so from now on.
    void embedder(EmbedderTrouble trouble) {
        for (SimEmbedding each : List.of(first, second)) {
            trouble.fault().ifPresentOrElse(each.real()::misbehave, each.real()::behave);
        }
    }

    void trouble(SimAction.Port port) {
        flaky.trouble(port.port(), port.trouble());
        if (port.trouble() == FlakyPorts.Trouble.KEEPS) {
            collections.forEach(SimCollection::letStrayRows);
        }
    }

    /// What was never taken is taken from now on.
    void forgive() {
        first.real().forgive();
    }

    void hang(Lane lane) {
        collections.forEach(each -> each.world().hold(lane));
    }

    void allWell() {
        embedder(EmbedderTrouble.WELL);
        flaky.mend();
        collections.forEach(each -> each.world().free());
    }

    /// Everything that is not on disk is gone.
    void crash(int statesLost, boolean otherModel) {
        crashes++;
        flaky.crashed();
        first.crashed();
        second.crashed();
        for (SimCollection each : collections) {
            if (otherModel) {
                each.openWithOther(other(each.embedding()));
            }
            each.crash(statesLost);
        }
    }

    /// A collection is put back from its last backup, which is done where nothing runs.
    void restore(int collection) {
        collections.forEach(SimCollection::rest);
        collections.get(collection).restore();
        collections.forEach(SimCollection::open);
    }

    /// Documents of a collection are forgotten, and then the vectors that nobody needs.
    void purge(SimAction.Purge action) {
        Purge purge = new Purge(action.prefix(), List.of(), clock.now());
        collections.get(action.collection()).purge(purge);
        sweepIfDue(action.meanwhile());
    }

    /// @param meanwhile turns between what the collections tell
    void sweepIfDue(int meanwhile) {
        Vectors all = flaky.vectors(new MemoryVectors(vectors));
        Set<String> before = vectors.hashes();
        if (!vectors.isSweepDue()) {
            return;
        }
        try {
            all.sweep(
                    mark -> {
                        for (SimCollection each : collections) {
                            retained(each, mark, meanwhile);
                        }
                    });
        } catch (Unavailable _) {
            SimPromise.that(vectors.isSweepDue(), () -> "a sweep that failed is not due any more");
            return;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        before.removeAll(vectors.hashes());
        first.swept(before);
        second.swept(before);
        SimPromise.that(
                needed().stream().noneMatch(before::contains),
                () -> "I5: a sweep dropped a vector that a ledger refers to");
    }

    private Set<String> needed() {
        Set<String> needed = new TreeSet<>();
        collections.forEach(each -> needed.addAll(each.ledgerState().retainedHashes()));
        return needed;
    }

    /// At rest: what is left is what the ledgers refer to, and nothing that is forgotten.
    void sweepAll() {
        new MemoryVectors(vectors).sweepLater();
        sweepIfDue(0);
        SimPromise.that(
                vectors.hashes().equals(needed()),
                () -> "I5: the vectors are not those that the ledgers refer to");
    }

    /// First the texts in work, with turns of all between.
    private void retained(
            SimCollection collection, Consumer<Collection<String>> mark, int meanwhile) {
        Pipeline steps =
                collection
                        .pipeline()
                        .orElseThrow(() -> new Unavailable("it rests", Duration.ofSeconds(1)));
        mark.accept(PipelineDoor.textsInWork(steps));
        turns(meanwhile);
        PipelineDoor.retained(steps, mark);
        turns(meanwhile);
    }

    private void turns(int count) {
        for (int turn = 0; turn < count; turn++) {
            turn();
        }
    }

    int crashes() {
        return crashes;
    }

    /// Whoever can go on does so, a little.
    void turn() {
        boolean did = false;
        for (SimCollection each : collections) {
            did |= each.step();
            if (chance.nextBoolean()) {
                did |= each.world().advanceCall();
            }
            did |= each.listen();
        }
        if (!did && !advanceCalls()) {
            passTime();
        }
        forgetExpired();
    }

    /// Everybody who can go on does so.
    ///
    /// @return whether anybody could
    boolean goOn() {
        boolean did = false;
        for (SimCollection each : collections) {
            did |= each.step();
            did |= each.world().advanceCall();
            did |= each.listen();
        }
        forgetExpired();
        return did;
    }

    private boolean advanceCalls() {
        boolean did = false;
        for (SimCollection each : collections) {
            did |= each.world().advanceCall();
        }
        return did;
    }

    /// Until something is due.
    ///
    /// @return whether anything is
    boolean passTime() {
        Optional<Duration> due = due();
        due.ifPresent(this::passTime);
        return due.isPresent();
    }

    /// How long it is until something is.
    Optional<Duration> due() {
        return collections.stream()
                .flatMap(each -> each.world().due().stream())
                .min(Comparator.naturalOrder());
    }

    void passTime(Duration time) {
        clock.pass(time);
        timePassed();
    }

    void setClock(Duration by) {
        clock.set(by);
        timePassed();
    }

    private void timePassed() {
        collections.forEach(each -> each.world().timePassed());
    }

    private void forgetExpired() {
        long now = collections.stream().mapToLong(each -> each.world().expired()).sum();
        if (now != expired) {
            first.expired();
            second.expired();
        }
        expired = now;
    }
}

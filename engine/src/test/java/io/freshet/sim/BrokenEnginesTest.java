package io.freshet.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.Admission;
import io.freshet.FreshetException.Unavailable;
import io.freshet.IndexEvent;
import io.freshet.Submission;
import io.freshet.Vector;
import io.freshet.spi.Embedder;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import io.freshet.spi.Vectors;
import io.freshet.spi.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// For each invariant an engine that breaks it, so that it is known that the simulation would say
/// so. What is broken is done to a port, from where a step with that bug would look the same.
final class BrokenEnginesTest {
    private static final int SEEDS = 12;
    private static final Logger ROOT = Logger.getLogger("");
    private static Level before = Level.INFO;

    @BeforeAll
    static void beQuiet() {
        before = ROOT.getLevel();
        ROOT.setLevel(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        ROOT.setLevel(before);
    }

    @Test
    @Tag("I1")
    void oneThatAcknowledgesWhatItHasNotWrittenIsCaught() {
        assertCaught("I1", new ForgetfulJournal());
    }

    /// Every twentieth write is answered and not made.
    private static final class ForgetfulJournal implements SimTamper {
        private int writes;

        @Override
        public Journal journal(Journal right) {
            return PortProxy.of(
                    Journal.class,
                    right,
                    call ->
                            call.name().equals("append") && ++writes % 20 == 0
                                    ? accepted(call.list(0))
                                    : call.proceed());
        }

        private static List<Admission> accepted(List<?> submissions) {
            List<Admission> answers = new ArrayList<>();
            submissions.forEach(each -> answers.add(accepted((Submission) each)));
            return answers;
        }

        private static Admission accepted(Submission submission) {
            List<Admission.Entry> entries = new ArrayList<>();
            for (IndexEvent event : submission.allEvents()) {
                event.documents()
                        .forEach(
                                document ->
                                        entries.add(
                                                new Admission.Entry(
                                                        document, 1, Admission.Fate.WAITING)));
            }
            return new Admission.Accepted(0, 1, entries);
        }
    }

    @Test
    @Tag("I2")
    void oneThatTakesAnOlderVersionOfADocumentIsCaught() {
        assertCaught("I2", new Careless());
    }

    /// It does not look at source versions.
    private static final class Careless implements SimTamper {
        @Override
        public Journal journal(Journal right) {
            return PortProxy.of(
                    Journal.class,
                    right,
                    call -> {
                        if (!call.name().equals("append")) {
                            return call.proceed();
                        }
                        List<Submission> submissions = new ArrayList<>();
                        call.list(0).forEach(each -> submissions.add(blind((Submission) each)));
                        return call.proceed(submissions, call.arguments()[1], call.arguments()[2]);
                    });
        }

        private static Submission blind(Submission submission) {
            List<IndexEvent> events = submission.events().stream().map(Careless::blind).toList();
            return new Submission(
                    events, submission.mode(), submission.sweep(), submission.progress());
        }

        private static IndexEvent blind(IndexEvent event) {
            return new IndexEvent(
                    event.documents(),
                    event.change(),
                    event.priority(),
                    OptionalLong.empty(),
                    event.eventId(),
                    event.timestamp());
        }
    }

    @Test
    @Tag("I3")
    void oneThatShowsHalfAVersionIsCaught() {
        assertCaught("I3", new HalfAVersion());
    }

    /// Of each page the half is visible before the rest is written.
    private static final class HalfAVersion implements SimTamper {
        private List<?> kept = List.of();

        @Override
        public Store store(Store right) {
            return PortProxy.of(
                    Store.class,
                    right,
                    call ->
                            switch (call.name()) {
                                case "write" -> half(call);
                                case "search" -> {
                                    Object found = call.proceed();
                                    right.write(List.of(), rows(kept));
                                    yield found;
                                }
                                default -> call.proceed();
                            });
        }

        private Object half(PortProxy.Call call) throws Throwable {
            List<?> rows = call.list(1);
            kept = rows.subList(rows.size() / 2, rows.size());
            return call.proceed(call.list(0), rows.subList(0, rows.size() / 2));
        }

        private static List<Store.Row> rows(List<?> rows) {
            return rows.stream().map(Store.Row.class::cast).toList();
        }
    }

    @Test
    @Tag("I4")
    void oneWhoseStoreForgetsARowIsCaught() {
        assertCaught("I4", new LossyStore());
    }

    /// The last row of each page is not written; and nobody can search, who would notice.
    private static final class LossyStore implements SimTamper {
        @Override
        public Store store(Store right) {
            return PortProxy.of(
                    Store.class,
                    right,
                    call -> {
                        if (call.name().equals("search")) {
                            throw new Unavailable("not now", Duration.ZERO);
                        }
                        if (!call.name().equals("write") || call.list(1).isEmpty()) {
                            return call.proceed();
                        }
                        List<?> rows = call.list(1);
                        return call.proceed(call.list(0), rows.subList(0, rows.size() - 1));
                    });
        }
    }

    @Test
    @Tag("I5")
    void oneThatAsksForWhatItKnowsIsCaught() {
        assertCaught("I5", new Spendthrift());
    }

    /// It never finds what it has.
    private static final class Spendthrift implements SimTamper {
        @Override
        public Vectors vectors(Vectors right) {
            return PortProxy.of(
                    Vectors.class,
                    right,
                    call ->
                            call.name().equals("find")
                                    ? new LinkedHashMap<String, Vector>()
                                    : call.proceed());
        }
    }

    @Test
    @Tag("I6")
    void oneThatFillsUpAShortAnswerIsCaught() {
        assertCaught("I6", new FilledUp());
    }

    /// What was not answered gets its neighbour's vector.
    private static final class FilledUp implements SimTamper {
        @Override
        public Embedder embedder(Embedder right) {
            return PortProxy.of(
                    Embedder.class,
                    right,
                    call ->
                            call.name().equals("embed")
                                    ? filled((Embedder.Answer) call.proceed(), call.list(0).size())
                                    : call.proceed());
        }

        private static Embedder.Answer filled(Embedder.Answer answer, int texts) {
            List<Embedder.Item> items = new ArrayList<>(answer.items());
            while (!items.isEmpty() && items.size() < texts) {
                items.add(new Embedder.Item(items.size(), items.getLast().values()));
            }
            return new Embedder.Answer(items, answer.tokens());
        }
    }

    @Test
    @Tag("I7")
    void oneThatOpensWithAnotherModelIsCaught() {
        assertCaught("I7", new Spaceless());
    }

    /// It does not know in which space a collection was filled.
    private static final class Spaceless implements SimTamper {
        @Override
        public Ledger ledger(Ledger right) {
            return PortProxy.of(
                    Ledger.class,
                    right,
                    call -> {
                        Object answer = call.proceed();
                        return answer instanceof Ledger.Head head
                                ? new Ledger.Head(
                                        head.history(),
                                        head.version(),
                                        head.oldest(),
                                        head.documents(),
                                        head.chunks(),
                                        "")
                                : answer;
                    });
        }
    }

    @Test
    @Tag("I8")
    void oneThatReadsTheWholeBacklogIsCaught() {
        assertCaught("I8", new Greedy());
    }

    /// A page has no end.
    private static final class Greedy implements SimTamper {
        @Override
        public Journal journal(Journal right) {
            return PortProxy.of(
                    Journal.class,
                    right,
                    call ->
                            call.name().equals("ready")
                                    ? call.proceed(all((Journal.Ready) call.arguments()[0]))
                                    : call.proceed());
        }

        private static Journal.Ready all(Journal.Ready query) {
            return new Journal.Ready(
                    query.atLeast(),
                    query.now(),
                    query.since(),
                    10_000,
                    Long.MAX_VALUE,
                    query.inWork());
        }
    }

    @Test
    @Tag("I9")
    void oneThatSkipsAnAnnouncementIsCaught() {
        assertCaught("I9", new Silent());
    }

    /// The first entry of a page is left out.
    private static final class Silent implements SimTamper {
        @Override
        public Ledger ledger(Ledger right) {
            return PortProxy.of(
                    Ledger.class,
                    right,
                    call -> {
                        if (!call.name().equals("changes")) {
                            return call.proceed();
                        }
                        List<?> page = (List<?>) call.proceed();
                        return page.size() < 2 ? page : page.subList(1, page.size());
                    });
        }
    }

    @Test
    @Tag("I10")
    void oneThatDrawsAChanceOfItsOwnLivesAnotherLife() {
        Simulation.Report once = Simulation.run(2, new Unseeded(1));
        Simulation.Report again = Simulation.run(2, new Unseeded(2));

        assertThat(again.digest()).as("I10").isNotEqualTo(once.digest());
    }

    /// Its chance does not come from the world.
    private record Unseeded(long drawn) implements SimTamper {
        @Override
        public World world(World right) {
            RandomGenerator own = new SplittableRandom(drawn);
            return PortProxy.of(
                    World.class,
                    right,
                    call -> call.name().equals("chance") ? own : call.proceed());
        }
    }

    /// In one of a few lives, and the message says which promise is broken.
    private static void assertCaught(String invariant, SimTamper broken) {
        assertThatThrownBy(() -> live(broken))
                .isInstanceOf(Simulation.Failed.class)
                .hasMessageContaining("\n" + invariant + ": ");
    }

    private static void live(SimTamper broken) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Simulation.run(seed, broken);
        }
    }
}

package io.freshet.sim;

import io.freshet.SearchRequest.Mode;
import io.freshet.sim.SimAction.Edit;
import io.freshet.sim.SimAction.Moment;
import io.freshet.sim.SimAction.Person;
import io.freshet.sim.SimAction.Subscriber;
import io.freshet.spi.World.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// All that is going to happen in a simulated life, drawn from a seed before it begins.
///
/// @param poison words that the embedder never takes
/// @param twoSpaces the second collection has another embedding model
/// @param versionsKept what the second collection retains
record SimScript(
        Optional<String> poison, boolean twoSpaces, int versionsKept, List<Moment> moments) {
    private static final List<Mode> MODES = List.of(Mode.HYBRID, Mode.VECTOR, Mode.KEYWORD);

    private static final List<String> PREFIXES = List.of("", "doc", "doc1", SimFiles.PREFIX);

    private static final List<String> FORGOTTEN =
            List.of("doc", "doc1", "doc2", "doc3", SimFiles.PREFIX, SimFiles.PREFIX + "1");

    static final int COLLECTIONS = 2;
    private static final int MOMENTS = 120;
    private static final int TURNS_MAX = 40;
    private static final int SUBSCRIBERS = 3;

    SimScript {
        moments = List.copyOf(moments);
    }

    static SimScript of(long seed) {
        return new Drawing(new SplittableRandom(seed)).script();
    }

    SimScript with(List<Moment> some) {
        return new SimScript(poison, twoSpaces, versionsKept, some);
    }

    /// @param workload draws what clients ask for
    private record Drawing(RandomGenerator chance, SimWorkload workload) {
        private Drawing(RandomGenerator chance) {
            this(chance, new SimWorkload(chance));
        }

        private SimScript script() {
            Optional<String> poison =
                    chance.nextInt(3) > 0
                            ? Optional.of("word" + chance.nextInt(20) + " ")
                            : Optional.empty();
            boolean twoSpaces = chance.nextInt(3) == 0;
            int versionsKept = chance.nextBoolean() ? 1000 : 1 + chance.nextInt(5);
            List<Moment> moments = new ArrayList<>();
            for (int i = 0; i < MOMENTS; i++) {
                SimAction action = action();
                moments.add(new Moment(action, chance.nextInt(TURNS_MAX), chance.nextLong()));
            }
            return new SimScript(poison, twoSpaces, versionsKept, moments);
        }

        private int collection() {
            return chance.nextInt(COLLECTIONS);
        }

        private SimAction action() {
            int kind = chance.nextInt(112);
            if (kind < 40) {
                return new SimAction.Send(
                        collection(), workload.submission(), chance.nextInt(3) == 0);
            }
            if (kind < 55) {
                return edit();
            }
            if (kind < 67) {
                return kind < 63 ? search() : past();
            }
            if (kind < 73) {
                return new Subscriber(
                        collection(),
                        1 + chance.nextInt(SUBSCRIBERS - 1),
                        does(Subscriber.Connection.values()));
            }
            if (kind < 77) {
                return new Person(collection(), does(Person.Deed.values()), chance.nextInt(1000));
            }
            if (kind < 100) {
                return trouble(kind);
            }
            return kind < 103 ? upkeep() : migrate();
        }

        /// Half of the time it is begun or gone over to.
        private SimAction migrate() {
            SimAction.Migrate.Step does =
                    switch (chance.nextInt(4)) {
                        case 0 -> SimAction.Migrate.Step.START;
                        case 1 -> SimAction.Migrate.Step.SWITCH;
                        default -> does(SimAction.Migrate.Step.values());
                    };
            return new SimAction.Migrate(
                    collection(), does, chance.nextInt(3) > 0, chance.nextInt(3) == 0);
        }

        private SimAction upkeep() {
            return switch (chance.nextInt(5)) {
                case 0, 1 ->
                        new SimAction.Purge(
                                collection(),
                                FORGOTTEN.get(chance.nextInt(FORGOTTEN.size())),
                                chance.nextInt(20));
                case 2, 3 -> new SimAction.Backup(collection());
                default -> new SimAction.Restore(collection());
            };
        }

        private SimAction.Search search() {
            return new SimAction.Search(
                    collection(),
                    MODES.get(chance.nextInt(MODES.size())),
                    "word" + chance.nextInt(20) + " word" + chance.nextInt(20),
                    chance.nextInt(4) == 0 ? "doc1" : "",
                    chance.nextInt(20));
        }

        /// As many names are taken away as are given, and twice as many searches.
        private SimAction past() {
            int kind = chance.nextInt(4);
            SimAction.Past.Act[] all = SimAction.Past.Act.values();
            return new SimAction.Past(
                    search(),
                    kind < all.length ? all[kind] : SimAction.Past.Act.SEARCH,
                    chance.nextInt(1000));
        }

        private SimAction trouble(int kind) {
            return switch (kind) {
                case 77, 78, 79, 80 -> new SimAction.Embedder(does(EmbedderTrouble.values()));
                case 81, 82, 83, 84, 85 -> port();
                case 86, 87 -> new SimAction.Crash(states(), chance.nextInt(8) == 0);
                case 88, 89 -> new SimAction.CrashAt(1 + chance.nextInt(8), chance.nextBoolean());
                case 90 -> new SimAction.Hang(does(Lane.values()));
                case 91, 92 -> new SimAction.PassTime(Duration.ofMillis(chance.nextInt(90_000)));
                case 93 -> new SimAction.SetClock(Duration.ofSeconds(chance.nextInt(1200) - 600L));
                case 94 -> new SimAction.LoseRows(collection(), states());
                case 95, 96 ->
                        new SimAction.Rollback(
                                collection(),
                                1 + chance.nextInt(8),
                                PREFIXES.get(chance.nextInt(PREFIXES.size())),
                                chance.nextInt(3) == 0);
                default -> new SimAction.AllWell();
            };
        }

        private int states() {
            return chance.nextInt(5) == 0 ? 1000 : chance.nextInt(3);
        }

        private SimAction port() {
            FlakyPorts.Port port = does(FlakyPorts.Port.values());
            FlakyPorts.Trouble[] all = FlakyPorts.Trouble.values();
            int possible =
                    switch (port) {
                        case JOURNAL, LEDGER -> 3;
                        case VECTORS -> 4;
                        case STORE -> all.length;
                    };
            return new SimAction.Port(port, all[chance.nextInt(possible)]);
        }

        private <T> T does(T[] values) {
            return values[chance.nextInt(values.length)];
        }

        private SimAction edit() {
            int kind = chance.nextInt(24);
            Edit.Kind[] all = Edit.Kind.values();
            return new Edit(
                    collection(),
                    kind < all.length ? all[kind] : Edit.Kind.WRITE,
                    chance.nextInt(1000),
                    SimFiles.PREFIX + chance.nextInt(SimFiles.FILES),
                    workload.text());
        }
    }
}

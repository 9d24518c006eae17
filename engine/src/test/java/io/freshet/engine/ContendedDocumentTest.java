package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Admission;
import io.freshet.Admission.Accepted;
import io.freshet.IndexEvent;
import io.freshet.Submission;
import io.freshet.sim.CountingEmbedder;
import io.freshet.spi.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many write one document while earlier texts of it are being embedded, alone and within atomic
/// requests; calls end in an order that the seed draws.
@Tag("A06")
class ContendedDocumentTest {
    private static final int WRITES = 50;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @Tag("I2")
    @Tag("I3")
    void oneVersionIsFoundAtEachMomentAndTheLastAcceptedOneInTheEnd(long seed) throws Exception {
        var collection = new SimCollection(new CountingEmbedder(), seed);
        var chance = new SplittableRandom(seed);
        var answers = new TreeMap<Integer, Ticket<Admission>>();
        for (int write = 0; write < WRITES; write++) {
            answers.put(write, collection.offer(submission(write, chance)));
            int turns = chance.nextInt(12);
            for (int turn = 0; turn < turns; turn++) {
                collection.turn();
            }
            isWhole(found(collection, write));
        }
        for (int turn = 0; collection.turn(); turn++) {
            if (turn % 10 == 0) {
                isWhole(found(collection, WRITES - 1));
            }
        }
        collection.settle();

        int last = 0;
        long highest = 0;
        for (var answer : answers.entrySet()) {
            long sequence = ((Accepted) answer.getValue().result()).sequence();
            if (sequence > highest) {
                highest = sequence;
                last = answer.getKey();
            }
        }
        assertThat(found(collection, WRITES - 1))
                .containsExactly(word(last, 0), word(last, 1), word(last, 2));
        assertThat(collection.journal().waiting()).isZero();
    }

    /// Half of them atomic, with another document.
    private static Submission submission(int write, SplittableRandom chance) {
        List<IndexEvent> events = new ArrayList<>();
        boolean atomic = chance.nextBoolean();
        if (atomic) {
            events.add(SimCollection.upsert("other", "beside " + write));
        }
        events.add(SimCollection.upsert("doc", text(write)));
        return new Submission(events, atomic);
    }

    /// Three chunks.
    private static String text(int write) {
        List<String> lines = new ArrayList<>();
        for (int line = 0; line < 3; line++) {
            lines.add(word(write, line) + " word".repeat(199));
        }
        return String.join("\n", lines);
    }

    private static String word(int write, int line) {
        return "w" + write + "x" + line;
    }

    /// The words of all versions up to the last one written, as searches see them.
    private static List<String> found(SimCollection collection, int written) {
        List<String> found = new ArrayList<>();
        for (int write = 0; write <= written; write++) {
            for (int line = 0; line < 3; line++) {
                if (!collection.find(word(write, line)).isEmpty()) {
                    found.add(word(write, line));
                }
            }
        }
        return found;
    }

    private static void isWhole(List<String> found) {
        if (!found.isEmpty()) {
            int write = Integer.parseInt(found.getFirst().substring(1).split("x")[0]);
            assertThat(found).containsExactly(word(write, 0), word(write, 1), word(write, 2));
        }
    }
}

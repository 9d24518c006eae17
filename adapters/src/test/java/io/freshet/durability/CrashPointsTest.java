package io.freshet.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process dies between any two of its durable operations: whichever file has what by then, it
/// comes to the last acknowledged state.
final class CrashPointsTest {
    private static final long SEED = 20_261_128;

    @TempDir Path work;

    @Test
    @Tag("I1")
    @Tag("I3")
    @Tag("I4")
    @Tag("I5")
    void whereverAProcessDiesNothingAcknowledgedIsLostAndNoVersionIsHalf() throws Exception {
        try (Jvm jvm = Jvm.of(KilledWorkload.class, List.of(work.toString(), "" + SEED))) {
            List<String> said = jvm.until("enough");
            assertThat(jvm.isAlive()).as("%s", said).isTrue();
        }
        List<Path> copies = copies();
        for (Points.Kind kind : Points.Kind.values()) {
            assertThat(copies)
                    .as("copies at %s", kind)
                    .anyMatch(copy -> copy.getFileName().toString().startsWith(kind.name()));
        }
        copies.add(work);

        List<String> arguments = new ArrayList<>(List.of(work.resolve("folder").toString()));
        copies.forEach(copy -> arguments.add(copy.toString()));
        try (Jvm jvm = Jvm.of(Reopening.class, arguments)) {
            List<String> said = jvm.until("");
            assertThat(said.stream().filter(line -> line.startsWith(Reopening.OUTCOME)))
                    .as("seed %d: %s", SEED, said)
                    .hasSize(copies.size())
                    .allMatch(outcome -> outcome.endsWith(" []"));
        }
    }

    private List<Path> copies() throws IOException {
        try (Stream<Path> copies = Files.list(work.resolve("copies"))) {
            return new ArrayList<>(copies.sorted().toList());
        }
    }
}

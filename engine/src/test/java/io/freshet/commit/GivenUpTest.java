package io.freshet.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.DocumentId;
import io.freshet.Passage;
import io.freshet.sim.SimWorld;
import io.freshet.spi.Journal.Parking;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GivenUpTest {
    private static final Instant T0 = Instant.parse("2026-11-24T10:00:00Z");

    private final SimWorld world = new SimWorld(new SplittableRandom(1), T0);
    private final GivenUp givenUp = new GivenUp(world);

    @Test
    void aLineNamesTheDocumentThePlaceAndTheCause() {
        assertThat(givenUp.lines(parking(1)))
                .containsExactly(
                        "dead letter document=d1 sequence=1 attempts=5 place=chunk 2 at line 7,"
                                + " characters 30 to 45 problem=refused");
    }

    @Test
    void noMoreThanTenAMinuteAreNamedAndTheOthersAreCounted() {
        List<String> said = new ArrayList<>();
        for (int i = 1; i <= 25; i++) {
            said.addAll(givenUp.lines(parking(i)));
        }
        assertThat(said).hasSize(10);

        world.passTime(T0.plus(Duration.ofMinutes(1)));

        assertThat(givenUp.lines(parking(26)))
                .satisfiesExactly(
                        line ->
                                assertThat(line)
                                        .isEqualTo("more dead letters than were logged count=15"),
                        line -> assertThat(line).startsWith("dead letter document=d26 "));
    }

    private static Parking parking(int number) {
        return new Parking(
                new DocumentId("d" + number),
                number,
                5,
                T0,
                "refused",
                Optional.of(new Passage(2, 30, 45, 7)));
    }
}

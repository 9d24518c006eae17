package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// A change of a source is counted somewhere until it is searchable: whoever sees nothing left to
/// read and nothing waiting may go on.
class FollowedStatusTest {
    private final FollowedPlace followed = new FollowedPlace().with(1);

    private void goOnWhile(BooleanSupplier condition) {
        while (condition.getAsBoolean()) {
            if (!followed.turn()) {
                followed.world.passTime(followed.world.now().plus(Duration.ofMillis(10)));
            }
        }
    }

    private void write() {
        followed.place.write("new", "another text");
        goOnWhile(() -> followed.status().toRead() == 0);
    }

    @Test
    void whatIsReadAndNotAcceptedYetIsStillToBeRead() {
        write();
        goOnWhile(
                () -> {
                    long left = followed.status().toRead() + followed.journal.status().waiting();
                    assertThat(left).isPositive();
                    return followed.journal.status().waiting() == 0;
                });
        followed.rest();
        assertThat(followed.status().read()).isEqualTo(2);
        assertThat(followed.status().toRead()).isZero();
    }

    @Test
    void aStatusMissesNothingThatPassesWhileItIsPutTogether() {
        write();
        followed.meanwhile = () -> goOnWhile(() -> followed.status().toRead() > 0);

        CollectionStatus status = followed.whole();

        assertThat(status.head().documents()).isEqualTo(1);
        assertThat(status.sources().getFirst().toRead() + status.journal().waiting()).isPositive();
    }
}

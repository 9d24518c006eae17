package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Admission;
import io.freshet.DocumentId;
import io.freshet.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomesTest {
    private final Outcomes outcomes = new Outcomes(0, () -> 0);

    private static Admission.Accepted accepted(Admission.Fate fate) {
        return new Admission.Accepted(
                0, 7, List.of(new Admission.Entry(new DocumentId("a"), 7, fate)));
    }

    @Test
    void aRepeatWaitsForTheFirstAndNeitherForgetsItForTheOther() {
        outcomes.track(accepted(Admission.Fate.WAITING));
        outcomes.track(accepted(Admission.Fate.DUPLICATE));

        outcomes.forget(7);

        assertThat(outcomes.outcome(7)).isNotNull().extracting(Outcome::visible).isEqualTo(false);
        outcomes.forget(7);
        assertThat(outcomes.outcome(7)).isNull();
    }
}

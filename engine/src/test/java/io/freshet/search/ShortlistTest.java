package io.freshet.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.DocumentId;
import io.freshet.Metadata;
import io.freshet.RowKey;
import io.freshet.SearchResult.Hit;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class ShortlistTest {
    private static Shortlist.Found found(String text, String... headings) {
        Hit hit =
                new Hit(
                        new RowKey(new DocumentId("manual"), "0".repeat(32)),
                        text,
                        1,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        List.of(headings),
                        0,
                        Metadata.NONE,
                        1,
                        Instant.EPOCH);
        return new Shortlist.Found(hit, text);
    }

    @Test
    void aPassageBeginsWithItsHeadings() {
        assertThat(found("Five days.", "Manual", "Refunds").passage())
                .isEqualTo("Manual > Refunds\n\nFive days.");
        assertThat(found("Five days.").passage()).isEqualTo("Five days.");
    }

    @Test
    void aHeadingThatTheTextHoldsIsNotSaidTwice() {
        assertThat(found("## Refunds\n\nFive days.", "Manual", "Refunds").passage())
                .isEqualTo("Manual\n\n## Refunds\n\nFive days.");
        assertThat(found("Refunds\n-------\nFive days.", "Refunds").passage())
                .isEqualTo("Refunds\n-------\nFive days.");
    }
}

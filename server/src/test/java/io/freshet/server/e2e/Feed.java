package io.freshet.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.e2e.Subscriber.Announced;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a subscriber may rely on (I9).
final class Feed {
    private Feed() {}

    /// Every version up to this one, each document of each version once, and each version closed
    /// after its last: no gap, no repeat, no reordering.
    static void isWhole(List<Announced> seen, long upTo) {
        long version = 1;
        Set<String> documents = new HashSet<>();
        Set<String> positions = new HashSet<>();
        for (Announced each : seen) {
            assertThat(each.version()).as("in order: " + each).isEqualTo(version);
            assertThat(positions.add(each.position())).as("once: " + each).isTrue();
            if (each.document().isEmpty()) {
                assertThat(documents).as("all of " + each).hasSize((int) each.documents());
                documents.clear();
                version++;
            } else {
                assertThat(documents.add(each.document())).as("once: " + each).isTrue();
            }
        }
        assertThat(version).isEqualTo(upTo + 1);
    }
}

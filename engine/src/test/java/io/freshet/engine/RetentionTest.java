package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.CollectionSettings;
import io.freshet.CollectionSettings.Retention;
import io.freshet.Version;
import io.freshet.sim.CountingEmbedder;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Versions go once they are beyond the number and beyond the age that are kept.
class RetentionTest {
    private static SimCollection keeping(int versions, Duration age) {
        return new SimCollection(
                new CountingEmbedder(),
                7,
                CollectionSettings.DEFAULT.with(new Retention(versions, age)));
    }

    private static void aVersionAMinute(SimCollection collection, int versions) {
        for (int i = 0; i < versions; i++) {
            collection.put("page", "text " + i);
            collection.pass(Duration.ofMinutes(1));
        }
    }

    @Test
    void ofABusyCollectionThoseOlderThanTheAgeGoThoughMoreThanTheNumberAreYounger() {
        SimCollection collection = keeping(5, Duration.ofMinutes(10));

        aVersionAMinute(collection, 40);

        Instant now = collection.lastVersion().timestamp().plus(Duration.ofMinutes(1));
        Version oldest =
                collection.versions().stream()
                        .filter(version -> version.number() == collection.oldest())
                        .findFirst()
                        .orElseThrow();
        assertThat(Duration.between(oldest.timestamp(), now))
                .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(12));
    }

    @Test
    void ofAQuietCollectionTheNumberIsKeptHoweverOldTheyAre() {
        SimCollection collection = keeping(5, Duration.ofMinutes(10));
        aVersionAMinute(collection, 8);

        collection.pass(Duration.ofHours(2));

        assertThat(collection.version() - collection.oldest()).isEqualTo(5);
    }
}

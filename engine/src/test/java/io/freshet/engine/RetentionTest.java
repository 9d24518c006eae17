package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.CollectionSettings;
import io.freshet.CollectionSettings.Retention;
import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.TagName;
import io.freshet.Version;
import io.freshet.sim.CountingEmbedder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Versions go once they are beyond the number and beyond the age that are kept, or beyond the
/// size, and those with a tag never.
class RetentionTest {
    private static final TagName RELEASE = new TagName("release");

    private static SimCollection keeping(int versions, Duration age) {
        return keeping(versions, age, Long.MAX_VALUE);
    }

    private static SimCollection keeping(int versions, Duration age, long bytes) {
        return new SimCollection(
                new CountingEmbedder(),
                7,
                CollectionSettings.DEFAULT.with(new Retention(versions, age, bytes)));
    }

    private static long kept(SimCollection collection) {
        return collection.ledger().measure(0).bytes();
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

    @Test
    void thoseThatKeepMoreThanTheSizeGoHoweverFewAndYoungTheyAre() {
        SimCollection all = keeping(100, Duration.ofDays(1));
        aVersionAMinute(all, 20);
        SimCollection collection = keeping(100, Duration.ofDays(1), kept(all) / 4);

        aVersionAMinute(collection, 20);

        assertThat(all.oldest()).isZero();
        assertThat(collection.oldest()).isBetween(12L, 17L);
        assertThat(kept(collection)).isLessThanOrEqualTo(kept(all) / 4);
    }

    @Test
    void aTaggedVersionStaysUntilItLosesItsTagThoughNothingElseHappens() {
        SimCollection collection = keeping(5, Duration.ofMinutes(10));
        aVersionAMinute(collection, 3);
        collection.ledger().tag(RELEASE, 2);
        aVersionAMinute(collection, 37);

        var page = new DocumentId("page");
        Committed then = collection.ledger().documents(List.of(page), 2).get(page);
        assertThat(then.content().text()).isEqualTo("text 1");
        assertThat(collection.versions()).anyMatch(version -> version.number() == 2);
        collection.ledger().untag(RELEASE);
        collection.pass(Duration.ofMinutes(5));
        assertThat(collection.versions()).noneMatch(version -> version.number() == 2);
    }

    @Test
    void aVersionThatIsBeingReadIsHeldAsOftenAsItIsAskedFor() {
        SimCollection collection = keeping(5, Duration.ofMinutes(10));
        aVersionAMinute(collection, 3);
        collection.pipeline().retention().hold(2);
        collection.pipeline().retention().hold(2);

        aVersionAMinute(collection, 37);
        assertThat(collection.oldest()).isEqualTo(2);
        collection.pipeline().retention().letGo(2);
        collection.pass(Duration.ofMinutes(5));
        assertThat(collection.oldest()).isEqualTo(2);

        collection.pipeline().retention().letGo(2);
        collection.pass(Duration.ofMinutes(5));
        assertThat(collection.oldest()).isGreaterThan(20);
    }
}

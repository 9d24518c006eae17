package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.DocumentId;
import io.freshet.SourceStatus;
import io.freshet.spi.World.Lane;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A source that fails deletes nothing, says so, and is followed again by itself.
@Tag("A17")
class FailingSourceTest {
    private final FollowedPlace followed = new FollowedPlace().with(100);

    private void isWhole() {
        assertThat(followed.index()).hasSize(100);
        assertThat(followed.journal.status().withheld()).isZero();
    }

    private void isFresh() {
        assertThat(followed.index()).isEqualTo(followed.place.texts());
        assertThat(followed.status().problem()).isEmpty();
    }

    @Test
    void aListingThatThrowsDeletesNothing() {
        followed.place.fail("the drive is gone");
        followed.place.hint("");
        followed.pass(Duration.ofSeconds(3));
        isWhole();
        assertThat(followed.status().problem()).contains("the drive is gone");
        followed.place.tell(false);
        followed.place.delete(FollowedPlace.id(1));
        followed.place.recover();
        followed.pass(Duration.ofSeconds(10));
        isFresh();
    }

    @Test
    void aListingThatThrowsIsTriedAgainLaterAndLater() {
        long before = followed.place.listings();
        followed.place.fail("the drive is gone");
        followed.place.hint("");
        followed.pass(Duration.ofMinutes(10));
        assertThat(followed.place.listings() - before).isBetween(10L, 20L);
        followed.place.recover();
        followed.pass(Duration.ofMinutes(1));
        isFresh();
    }

    @Test
    void aSourceThatFailsAtTheStartIsFollowedOnceItAnswers() {
        followed.stop();
        followed.place.fail("not mounted yet");
        followed.start();
        followed.pass(Duration.ofMinutes(5));
        isWhole();
        assertThat(followed.status().problem()).contains("not mounted yet");
        assertThat(followed.status().state()).isEqualTo(SourceStatus.State.SCANNING);
        followed.place.recover();
        followed.pass(Duration.ofMinutes(1));
        isFresh();
        followed.place.write("new", "it is watched too");
        followed.rest();
        isFresh();
    }

    @Test
    void aListingThatHangsDeletesNothingAndHoldsUpNobody() {
        followed.world.hold(Lane.SOURCE);
        followed.place.delete(FollowedPlace.id(1));
        followed.pass(Duration.ofMinutes(20));
        isWhole();
        assertThat(followed.status().problem()).contains("no answer in time");
        followed.send("pushed", FollowedPlace.text("by somebody else"));
        assertThat(followed.index()).hasSize(101);
        followed.world.free();
        followed.pass(Duration.ofMinutes(2));
        assertThat(followed.index()).hasSize(100).doesNotContainKey(id(1));
        assertThat(followed.status().problem()).isEmpty();
    }

    private static DocumentId id(int number) {
        return new DocumentId(FollowedPlace.id(number));
    }

    @Test
    void aListingThatBreaksOffDeletesNothingOfWhatItDidNotReach() {
        followed.place.tell(false);
        followed.place.breakOff("doc002");
        followed.place.delete(FollowedPlace.id(15));
        followed.place.write(FollowedPlace.id(16), "an edit");
        followed.place.delete(FollowedPlace.id(25));
        followed.place.tell(true);
        followed.place.hint("");
        followed.rest();
        assertThat(followed.index()).hasSize(99).doesNotContainKey(id(15)).containsKey(id(25));
        assertThat(followed.index()).containsEntry(id(16), "an edit");
        assertThat(followed.skipped())
                .containsExactly(new SourceStatus.Skipped("place", "doc002", "broke off"));
        followed.place.recover();
        followed.place.hint("");
        followed.rest();
        isFresh();
        assertThat(followed.skipped()).isEmpty();
    }

    @Test
    void aDocumentThatCannotBeFetchedBecauseTheSourceFailsIsFetchedLater() {
        followed.place.write("new", "one");
        followed.place.beforeFetch(_ -> followed.place.fail("connection reset"));
        followed.pass(Duration.ofSeconds(3));
        isWhole();
        assertThat(followed.status().problem()).contains("connection reset");
        followed.place.beforeFetch(_ -> {});
        followed.place.recover();
        followed.pass(Duration.ofMinutes(1));
        isFresh();
    }

    @Test
    void anEmptyPlaceOfAnotherRootIsAnUnmountAndItsReturnCostsNothing() {
        int texts = followed.texts();
        var held = followed.place.texts();
        followed.place.swap("other");
        followed.rest();
        isUnmounted(100);
        followed.pass(Duration.ofHours(3));
        isUnmounted(100);
        followed.place.swap("root");
        held.forEach((id, text) -> followed.place.write(id.value(), text));
        followed.rest();
        isFresh();
        assertThat(followed.texts()).isEqualTo(texts);
        assertThat(followed.status().withheld()).isZero();
        assertThat(followed.journal.status().withheld()).isZero();
    }

    private void isUnmounted(int withheld) {
        assertThat(followed.index()).hasSize(100);
        assertThat(followed.status().withheld()).isEqualTo(withheld);
        assertThat(followed.journal.status().withheld()).isEqualTo(withheld);
    }
}

package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.DeleteGuard;
import io.freshet.DocumentId;
import io.freshet.spi.Journal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the guard does not believe waits for a second listing or a person.
class WithheldDeletesTest {
    private static final Duration CONFIRM = DeleteGuard.DEFAULT.confirmAfter();

    private FollowedPlace followed = new FollowedPlace();

    private void delete(int from, int to) {
        followed.place.tell(false);
        IntStream.range(from, to).forEach(i -> followed.place.delete(FollowedPlace.id(i)));
        followed.place.tell(true);
        followed.place.hint("");
        followed.rest();
    }

    private void isFresh() {
        assertThat(followed.index()).isEqualTo(followed.place.texts());
        assertThat(followed.status().withheld()).isZero();
        accountsAddUp();
    }

    private void accountsAddUp() {
        Journal.Status status = followed.journal.status();
        assertThat(status.accepted())
                .isEqualTo(
                        status.applied()
                                + status.superseded()
                                + status.ignored()
                                + status.waiting()
                                + status.withheld());
    }

    @Test
    void deletionsUpToTheNumberOrTheShareAreBelieved() {
        followed.with(20);
        delete(0, 10);
        isFresh();
        followed = new FollowedPlace().with(200);
        delete(0, 20);
        isFresh();
    }

    @Test
    void deletionsBeyondTheNumberAndTheShareAreWithheld() {
        followed.with(100);
        delete(0, 11);
        assertThat(followed.index()).hasSize(100);
        assertThat(followed.status().withheld()).isEqualTo(11);
        assertThat(followed.journal.status().withheld()).isEqualTo(11);
        accountsAddUp();
    }

    @Test
    void deletionsThatComeBitByBitAreCountedTogether() {
        followed.with(100);
        delete(0, 6);
        assertThat(followed.index()).hasSize(94);
        delete(6, 12);
        assertThat(followed.index()).hasSize(94);
        assertThat(followed.status().withheld()).isEqualTo(6);
        followed.pass(CONFIRM.multipliedBy(2));
        isFresh();
        delete(12, 18);
        isFresh();
    }

    @Test
    @Tag("I1")
    void aWholeListingThatMissesThemStillReleasesThem() {
        followed.with(100);
        delete(0, 50);
        followed.pass(CONFIRM.minusMinutes(1));
        assertThat(followed.index()).hasSize(100);
        followed.pass(Duration.ofMinutes(2));
        followed.rest();
        assertThat(followed.index()).hasSize(50);
        isFresh();
    }

    @Test
    void theyAreConfirmedAfterARestartToo() {
        followed.with(100);
        delete(0, 50);
        followed.stop();
        followed.start();
        followed.rest();
        assertThat(followed.index()).hasSize(100);
        assertThat(followed.status().withheld()).isEqualTo(50);
        followed.pass(CONFIRM);
        followed.rest();
        isFresh();
    }

    @Test
    void anEmptyListingNeverConfirmsThem() {
        followed.with(100);
        delete(0, 100);
        followed.pass(Duration.ofHours(5));
        assertThat(followed.index()).hasSize(100);
        assertThat(followed.status().withheld()).isEqualTo(100);
        followed.place.write("new", "no longer empty");
        followed.rest();
        followed.pass(FollowedPlace.RESCAN);
        followed.rest();
        isFresh();
    }

    @Test
    void aListingOfAnotherRootNeverConfirmsThem() {
        followed.with(100);
        delete(0, 50);
        followed.place.renameRoot("other");
        followed.pass(Duration.ofHours(5));
        assertThat(followed.index()).hasSize(100);
        followed.place.renameRoot("root");
        followed.pass(FollowedPlace.RESCAN);
        followed.rest();
        isFresh();
    }

    @Test
    void aListingThatDoesNotReachThemDoesNotConfirmThem() {
        followed.with(100);
        delete(0, 50);
        followed.place.breakOff("doc002");
        followed.pass(CONFIRM.plusMinutes(1));
        followed.rest();
        assertThat(followed.index()).hasSize(60);
        followed.place.recover();
        followed.pass(FollowedPlace.RESCAN);
        followed.rest();
        isFresh();
    }

    @Test
    void aPersonReleasesThem() {
        followed.with(100);
        delete(0, 50);
        followed.release(
                IntStream.range(0, 49).mapToObj(i -> new DocumentId(FollowedPlace.id(i))).toList());
        assertThat(followed.status().withheld()).isEqualTo(50);
        followed.rest();
        assertThat(followed.index()).hasSize(51);
        assertThat(followed.status().withheld()).isEqualTo(1);
        followed.pass(CONFIRM);
        followed.rest();
        isFresh();
    }

    @Test
    void aDocumentThatComesBackCancelsItsDeleteAndCostsNothing() {
        followed.with(100);
        int texts = followed.texts();
        delete(0, 50);
        followed.place.write(FollowedPlace.id(3), "text number 3");
        followed.rest();
        assertThat(followed.status().withheld()).isEqualTo(49);
        assertThat(followed.journal.status().withheld()).isEqualTo(49);
        followed.pass(CONFIRM);
        followed.rest();
        isFresh();
        assertThat(followed.index()).hasSize(51);
        assertThat(followed.texts()).isEqualTo(texts);
    }

    @Test
    void anEventOfSomebodyElseCancelsItToo() {
        followed.with(100);
        delete(0, 50);
        followed.send(FollowedPlace.id(3), FollowedPlace.text("pushed"));
        assertThat(followed.status().withheld()).isEqualTo(49);
        followed.pass(CONFIRM);
        followed.rest();
        assertThat(followed.index())
                .hasSize(51)
                .containsEntry(new DocumentId(FollowedPlace.id(3)), "pushed");
    }

    @Test
    void deletionsOfWhatIsStillThereUnderAnotherNameAreNotCounted() {
        for (int i = 0; i < 100; i++) {
            followed.place.write("a" + i, "text " + i);
            followed.place.write("b" + i, "text " + i);
        }
        followed.world.jump(Duration.ofMinutes(1));
        followed.rest();
        followed.place.tell(false);
        IntStream.range(0, 100).forEach(i -> followed.place.delete("b" + i));
        followed.place.tell(true);
        followed.place.hint("b");
        followed.rest();
        isFresh();
        assertThat(followed.index()).hasSize(100);
    }

    @Test
    void aPlaceThatIsEmptyAtTheStartIsNotBelievedHoweverLittleItHeld() {
        followed.with(5);
        followed.stop();
        followed.place.swap("other");
        followed.start();
        followed.rest();
        assertThat(followed.index()).hasSize(5);
        assertThat(followed.status().withheld()).isEqualTo(5);
    }

    @Test
    void aSmallPlaceThatIsEmptiedIsBelieved() {
        followed.with(5);
        delete(0, 5);
        assertThat(followed.index()).isEmpty();
        isFresh();
    }

    @Test
    void documentsThatAreNoTextAnyMoreAreGuardedToo() {
        followed.with(100);
        IntStream.range(0, 50).forEach(i -> followed.place.writeUnsuitable(FollowedPlace.id(i)));
        followed.rest();
        assertThat(followed.index()).hasSize(100);
        assertThat(followed.status().withheld()).isEqualTo(50);
        followed.pass(CONFIRM);
        followed.rest();
        isFresh();
    }

    @Test
    @Tag("I5")
    void aRenameIsOneVersionAndCostsNothing() {
        followed.with(20);
        int texts = followed.texts();
        long version = followed.versions().getFirst().number();
        followed.place.rename(FollowedPlace.id(1), "elsewhere/one");
        followed.rest();
        isFresh();
        assertThat(followed.texts()).isEqualTo(texts);
        var made = followed.versions().getFirst();
        assertThat(made.number()).isEqualTo(version + 1);
        assertThat(made.documents().inserted()).isEqualTo(1);
        assertThat(made.documents().deleted()).isEqualTo(1);
    }

    @Test
    void ofTwoDocumentsWithOneContentEachIsRenamedOnce() {
        followed.place.write("a", "the same");
        followed.place.write("b", "the same");
        followed.world.jump(Duration.ofMinutes(1));
        followed.rest();
        followed.place.tell(false);
        followed.place.rename("a", "c");
        followed.place.rename("b", "d");
        followed.place.write("e", "the same");
        followed.place.tell(true);
        followed.place.hint("");
        followed.rest();
        isFresh();
        assertThat(followed.index()).hasSize(3);
    }

    @Test
    void twoNamesAreSwapped() {
        followed.with(5);
        int texts = followed.texts();
        followed.place.tell(false);
        followed.place.rename(FollowedPlace.id(1), "x");
        followed.place.rename(FollowedPlace.id(2), FollowedPlace.id(1));
        followed.place.rename("x", FollowedPlace.id(2));
        followed.place.tell(true);
        followed.place.hint("");
        followed.rest();
        isFresh();
        assertThat(followed.texts()).isEqualTo(texts);
    }

    @Test
    @Tag("I5")
    void fiveThousandAreRenamedAtOnceWithoutCostAndNoneIsWithheld() {
        followed.with(5000);
        int texts = followed.texts();
        followed.place.tell(false);
        for (int i = 0; i < 5000; i++) {
            followed.place.rename(FollowedPlace.id(i), "moved/" + FollowedPlace.id(i));
        }
        followed.place.tell(true);
        followed.place.hint("");
        followed.rest();
        isFresh();
        assertThat(followed.texts()).isEqualTo(texts);
        assertThat(followed.journal.status().withheld()).isZero();
    }

    @Test
    void aRenamedDocumentIsHeldByItsNewNameOverARestart() {
        followed.with(50);
        followed.stop();
        for (int i = 0; i < 50; i++) {
            followed.place.rename(FollowedPlace.id(i), "moved/" + FollowedPlace.id(i));
        }
        int texts = followed.texts();
        followed.start();
        followed.rest();
        isFresh();
        assertThat(followed.texts()).isEqualTo(texts);
        assertThat(followed.index())
                .isEqualTo(Map.copyOf(followed.place.texts()))
                .hasSize(List.copyOf(followed.index().keySet()).size());
    }
}

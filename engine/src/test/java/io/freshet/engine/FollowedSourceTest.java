package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Cause;
import io.freshet.Change;
import io.freshet.DocumentId;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Metadata;
import io.freshet.SourceDrift;
import io.freshet.SourceStatus;
import io.freshet.sim.EmbedderFault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a source shows becomes the index.
class FollowedSourceTest {
    private final FollowedPlace followed = new FollowedPlace();

    private void isFresh() {
        assertThat(followed.index()).isEqualTo(followed.place.texts());
    }

    @Test
    @Tag("I1")
    @Tag("I4")
    void theFirstScanReadsEverythingAndThenItIsLive() {
        followed.with(2500);
        isFresh();
        SourceStatus status = followed.status();
        assertThat(status.state()).isEqualTo(SourceStatus.State.LIVE);
        assertThat(status.files()).isEqualTo(2500);
        assertThat(status.read()).isEqualTo(2500);
        assertThat(status.toRead()).isZero();
        assertThat(status.problem()).isEmpty();
        assertThat(status.lastScan()).isPresent();
    }

    @Test
    void whileItScansItSaysHowFarItIs() {
        for (int i = 0; i < 300; i++) {
            followed.place.write(FollowedPlace.id(i), "text " + i);
        }
        followed.world.jump(Duration.ofMinutes(1));
        while (followed.status().read() < 100) {
            followed.turn();
        }
        assertThat(followed.status().state()).isEqualTo(SourceStatus.State.SCANNING);
        assertThat(followed.status().files()).isEqualTo(300);
        assertThat(followed.status().toRead()).isBetween(1L, 299L);
    }

    @Test
    void whatIsToldBecomesSearchable() {
        followed.with(20);
        followed.place.write("new", "another text");
        followed.place.write(FollowedPlace.id(3), "an edit");
        followed.place.delete(FollowedPlace.id(4));
        followed.rest();
        isFresh();
        assertThat(followed.status().files()).isEqualTo(20);
    }

    @Test
    @Tag("I5")
    @Tag("A02")
    void anotherStampWithTheSameContentCostsNothingAndIsNotReadAgain() {
        followed.with(10);
        int texts = followed.texts();
        long version = followed.versions().getFirst().number();
        for (int i = 0; i < 10; i++) {
            followed.place.touch(FollowedPlace.id(i));
        }
        followed.rest();
        long fetches = followed.place.fetches();
        followed.place.hint("");
        followed.rest();
        assertThat(followed.place.fetches()).isEqualTo(fetches);
        assertThat(followed.texts()).isEqualTo(texts);
        assertThat(followed.versions().getFirst().number()).isEqualTo(version);
    }

    @Test
    void reconcileFindsWhatNobodyTold() {
        followed.with(20);
        followed.place.tell(false);
        followed.place.write("new", "another text");
        followed.place.write(FollowedPlace.id(3), "an edit");
        followed.place.delete(FollowedPlace.id(4));

        SourceDrift told = followed.reconcile(true);
        assertThat(told.listed()).isEqualTo(20);
        assertThat(told.added()).isEqualTo(1);
        assertThat(told.changed()).isEqualTo(1);
        assertThat(told.gone()).isEqualTo(1);
        assertThat(followed.index()).isNotEqualTo(followed.place.texts());

        long before = followed.versions().getFirst().number();
        assertThat(followed.reconcile(false)).isEqualTo(told);
        followed.rest();
        isFresh();
        assertThat(followed.versions())
                .filteredOn(version -> version.number() > before)
                .isNotEmpty()
                .allMatch(version -> version.cause() == Cause.RECONCILE);
        assertThat(followed.reconcile(false).total()).isZero();
    }

    @Test
    void reconcileOfASourceThatCannotBeListedSaysSoAndDeletesNothing() {
        followed.with(20);
        followed.place.fail("the drive is gone");

        SourceDrift found = followed.reconcile(false);

        assertThat(found.problem()).hasValueSatisfying(why -> assertThat(why).contains("drive"));
        assertThat(followed.index()).hasSize(20);
    }

    @Test
    void metadataThatOthersGaveStays() {
        followed.with(3);
        Metadata given = Metadata.of(Map.of("team", "billing"));
        followed.send(
                FollowedPlace.id(1),
                new Change.Upsert(Optional.empty(), new Change.MetadataChange.Replace(given)));
        followed.place.write(FollowedPlace.id(1), "an edit");
        followed.rest();
        isFresh();
        assertThat(followed.document(FollowedPlace.id(1)).orElseThrow().metadata())
                .isEqualTo(given);
        assertThat(followed.document(FollowedPlace.id(2)).orElseThrow().metadata())
                .isEqualTo(Metadata.NONE);
    }

    @Test
    @Tag("I1")
    @Tag("A18")
    void whatWasDeletedChangedAndMadeWhileItWasDownIsFoundAtTheStart() {
        followed.with(10);
        int texts = followed.texts();
        followed.stop();
        followed.place.delete(FollowedPlace.id(1));
        followed.place.delete(FollowedPlace.id(5));
        followed.place.delete(FollowedPlace.id(9));
        followed.world.jump(Duration.ofHours(5));
        followed.start();
        followed.rest();
        isFresh();
        assertThat(followed.index()).hasSize(7);
        assertThat(followed.texts()).isEqualTo(texts);
        assertThat(followed.status().withheld()).isZero();
        followed.stop();
        followed.place.write("new", "made while it was down");
        followed.place.write(FollowedPlace.id(2), "changed while it was down");
        followed.start();
        followed.rest();
        isFresh();
        assertThat(followed.texts()).isEqualTo(texts + 2);
    }

    /// The file is not there for a moment.
    @Test
    @Tag("A19")
    void anAtomicSaveIsOneChange() {
        followed.with(10);
        long version = followed.versions().getFirst().number();
        followed.place.delete(FollowedPlace.id(1));
        followed.pass(Duration.ofMillis(25));
        followed.place.write(FollowedPlace.id(1), "saved");
        followed.rest();
        isFresh();
        assertThat(followed.versions().getFirst().number()).isEqualTo(version + 1);
        assertThat(followed.versions().getFirst().documents().deleted()).isZero();
    }

    @Test
    @Tag("I8")
    @Tag("A21")
    void whateverHintsAreLostAWholeListingMakesItRight() {
        followed.with(1500);
        followed.place.tell(false);
        for (int i = 0; i < 1500; i += 2) {
            followed.place.write(FollowedPlace.id(i), "edit of " + i);
        }
        followed.place.delete(FollowedPlace.id(7));
        followed.place.write("new", "and a new one");
        followed.place.tell(true);
        followed.place.hint("");
        followed.rest();
        isFresh();
        followed.place.tell(false);
        followed.place.write(FollowedPlace.id(3), "nobody says so");
        followed.rest();
        assertThat(followed.index()).isNotEqualTo(followed.place.texts());
        followed.pass(FollowedPlace.RESCAN);
        followed.rest();
        isFresh();
    }

    @Test
    void hintsThatAreDoubledOrForNothingChangeNothing() {
        followed.with(10);
        long fetches = followed.place.fetches();
        for (int i = 0; i < 2000; i++) {
            followed.place.hint("nothing" + i, FollowedPlace.id(i % 10));
        }
        followed.rest();
        isFresh();
        assertThat(followed.place.fetches()).isEqualTo(fetches);
    }

    @Test
    void aDocumentIsReadOnceItIsStill() {
        followed.with(1);
        for (int i = 0; i < 5; i++) {
            followed.place.write("new", "half written " + i);
            followed.pass(Duration.ofMillis(40));
        }
        long before = followed.status().read();
        assertThat(before).isEqualTo(1);
        followed.rest();
        assertThat(followed.status().read()).isEqualTo(2);
        isFresh();
    }

    @Test
    void aDocumentThatNeverRestsIsReadAllTheSame() {
        followed.with(1);
        int reads = 0;
        for (int i = 0; i < 150; i++) {
            followed.place.write("log", "line " + i);
            followed.pass(Duration.ofMillis(20));
        }
        reads += (int) followed.status().read() - 1;
        assertThat(reads).isBetween(2, 4);
        followed.rest();
        isFresh();
    }

    @Test
    void aDocumentThatWasChangingWhenTheProcessEndedIsReadAgain() {
        followed.with(1);
        while (followed.document("log").isEmpty()) {
            followed.place.write("log", "line " + followed.world.now());
            followed.pass(Duration.ofMillis(20));
        }
        followed.stop();
        followed.start();
        followed.rest();
        isFresh();
    }

    @Test
    void aDateInTheFutureDoesNotKeepADocumentFromBeingRead() {
        followed.place.date(FollowedPlace.START.plus(Duration.ofDays(400)));
        followed.place.write("a", "from the future");
        followed.rest();
        isFresh();
    }

    @Test
    void aDocumentThatChangesBetweenLookAndReadIsReadOnceItIsStill() {
        followed.with(3);
        followed.place.beforeFetch(
                id -> {
                    followed.place.beforeFetch(_ -> {});
                    followed.place.write(id.value(), "changed under the reader");
                });
        followed.place.write(FollowedPlace.id(1), "an edit");
        followed.rest();
        isFresh();
        assertThat(followed.index())
                .containsEntry(new DocumentId(FollowedPlace.id(1)), "changed under the reader");
    }

    @Test
    void aDocumentThatIsGoneWhenItIsReadIsGone() {
        followed.with(3);
        followed.place.beforeFetch(
                id -> {
                    followed.place.beforeFetch(_ -> {});
                    followed.place.delete(id.value());
                });
        followed.place.write("new", "for a moment");
        followed.rest();
        isFresh();
        followed.place.beforeFetch(
                id -> {
                    followed.place.beforeFetch(_ -> {});
                    followed.place.delete(id.value());
                });
        followed.place.write(FollowedPlace.id(1), "for a moment");
        followed.rest();
        isFresh();
    }

    @Test
    void whatCannotBeReadIsKeptShownAndReadLater() {
        followed.with(3);
        followed.place.write(FollowedPlace.id(1), "an edit");
        followed.place.makeUnreadable(FollowedPlace.id(1));
        followed.rest();
        assertThat(followed.index())
                .containsEntry(new DocumentId(FollowedPlace.id(1)), "text number 1");
        assertThat(followed.status().skipped()).isEqualTo(1);
        assertThat(followed.skipped())
                .containsExactly(
                        new SourceStatus.Skipped(
                                "place", FollowedPlace.id(1), "permission denied"));
        long fetches = followed.place.fetches();
        followed.pass(Duration.ofSeconds(40));
        assertThat(followed.place.fetches() - fetches).isBetween(2L, 4L);
        followed.place.tell(false);
        followed.place.makeReadable(FollowedPlace.id(1));
        followed.pass(Duration.ofMinutes(1));
        isFresh();
        assertThat(followed.skipped()).isEmpty();
    }

    @Test
    void whatIsNoTextAnyMoreIsGoneAndShown() {
        followed.with(3);
        followed.place.writeUnsuitable(FollowedPlace.id(1));
        followed.place.writeUnsuitable("picture");
        followed.rest();
        isFresh();
        assertThat(followed.index()).hasSize(2);
        assertThat(followed.status().skipped()).isEqualTo(2);
        long fetches = followed.place.fetches();
        followed.pass(FollowedPlace.RESCAN);
        assertThat(followed.place.fetches()).isEqualTo(fetches);
        followed.place.write(FollowedPlace.id(1), "a text again");
        followed.rest();
        isFresh();
        assertThat(followed.status().skipped()).isEqualTo(1);
    }

    @Test
    void aRefreshReadsTheDocumentAgainWhateverItsStamp() {
        followed.with(3);
        String id = FollowedPlace.id(1);
        followed.send(id, FollowedPlace.text("written over by somebody"));
        assertThat(followed.index()).containsEntry(new DocumentId(id), "written over by somebody");
        followed.send(id, new Change.Refresh());
        isFresh();
        followed.send(id, new Change.Refresh());
        isFresh();
    }

    @Test
    @Tag("I8")
    void noMoreIsReadThanMayWait() {
        followed.embedder.misbehave(
                new EmbedderFault.Fails("", () -> new Unavailable("down", Duration.ofSeconds(2))));
        for (int i = 0; i < 3000; i++) {
            followed.place.write(FollowedPlace.id(i), "text number " + i);
        }
        followed.world.jump(Duration.ofMinutes(1));
        followed.pass(Duration.ofSeconds(20));
        assertThat(followed.journal.status().waitingDocuments()).isBetween(1000L, 1100L);
        followed.embedder.behave();
        followed.rest();
        isFresh();
    }
}

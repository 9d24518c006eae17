package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Cause;
import io.freshet.Change;
import io.freshet.DocumentId;
import io.freshet.SourceDrift;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A rollback holds documents of a source as they were; what else differs from the source is drift.
class HeldDocumentsTest {
    private static final String PAGE = FollowedPlace.id(2);

    private final FollowedPlace followed = new FollowedPlace();

    private long version() {
        return followed.versions().getFirst().number();
    }

    private String indexed() {
        return followed.index().get(new DocumentId(PAGE));
    }

    /// A bad edit, and what was before it.
    private void rolledBack() {
        followed.with(20);
        long before = version();
        followed.place.write(PAGE, "a bad edit");
        followed.rest();
        followed.rollBack(before);
        assertThat(indexed()).isEqualTo("text number 2");
    }

    @Test
    void noScanUndoesARollback() {
        rolledBack();
        long version = version();

        followed.pass(FollowedPlace.RESCAN.plus(Duration.ofMinutes(1)));
        followed.place.hint("");
        followed.rest();

        assertThat(followed.held()).containsExactly(PAGE);
        assertThat(followed.status().held()).isEqualTo(1);
        assertThat(indexed()).isEqualTo("text number 2");
        assertThat(version()).isEqualTo(version);
    }

    @Test
    void norDoesAReconcileWhichShowsItAsHeldAndNotAsDrift() {
        rolledBack();

        SourceDrift found = followed.reconcile(false);
        followed.rest();

        assertThat(found.held()).isEqualTo(1);
        assertThat(found.total()).isZero();
        assertThat(indexed()).isEqualTo("text number 2");
    }

    @Test
    void norDoesARestart() {
        rolledBack();
        followed.stop();
        followed.start();
        followed.rest();

        assertThat(followed.held()).containsExactly(PAGE);
        assertThat(followed.reconcile(false).total()).isZero();
        followed.rest();
        assertThat(indexed()).isEqualTo("text number 2");
    }

    @Test
    void itIsHeldUntilItChangesThereAgain() {
        rolledBack();

        followed.place.write(PAGE, "a better edit");
        followed.rest();

        assertThat(indexed()).isEqualTo("a better edit");
        assertThat(followed.held()).isEmpty();
        assertThat(followed.status().held()).isZero();
    }

    @Test
    void orUntilItIsReleasedWhichEmbedsNothing() {
        rolledBack();
        int texts = followed.texts();

        followed.unhold(PAGE, FollowedPlace.id(3), "unknown");

        assertThat(indexed()).isEqualTo("a bad edit");
        assertThat(followed.held()).isEmpty();
        assertThat(followed.texts()).isEqualTo(texts);
        followed.stop();
        followed.start();
        followed.rest();
        assertThat(followed.held()).isEmpty();
    }

    @Test
    void itIsReleasedThoughItsSourceIsListedMeanwhile() {
        rolledBack();

        followed.unholdSoon(PAGE);
        followed.place.hint(PAGE);
        SourceDrift found = followed.reconcile(false);
        followed.rest();

        assertThat(found.held()).isEqualTo(1);
        assertThat(indexed()).isEqualTo("a bad edit");
    }

    @Test
    void orUntilAnEventDecidesOtherwise() {
        rolledBack();

        followed.send(PAGE, FollowedPlace.text("as a client says"));

        assertThat(followed.held()).isEmpty();
        assertThat(indexed()).isEqualTo("as a client says");
    }

    @Test
    void whatARollbackRemovedIsHeldTooAndNoMoreOnceItIsGoneThere() {
        followed.with(20);
        long before = version();
        followed.place.write("new", "another text");
        followed.rest();
        followed.rollBack(before);
        assertThat(followed.held()).containsExactly("new");
        assertThat(followed.index()).doesNotContainKey(new DocumentId("new"));

        followed.place.delete("new");
        followed.rest();

        assertThat(followed.held()).isEmpty();
        assertThat(followed.reconcile(true).total()).isZero();
    }

    @Test
    void onlyTheDocumentsOfARollbackAreHeld() {
        followed.with(20);
        long before = version();
        followed.place.write(PAGE, "a bad edit");
        followed.place.write(FollowedPlace.id(3), "a good edit");
        followed.rest();

        followed.rollBack(before, PAGE);

        assertThat(followed.held()).containsExactly(PAGE);
    }

    @Test
    void whatIsIndexedOtherwiseWithoutARollbackIsDriftThatReconcileMends() {
        followed.with(20);
        followed.send(PAGE, new Change.Delete());
        followed.send(FollowedPlace.id(3), FollowedPlace.text("as a client says"));
        followed.pass(FollowedPlace.RESCAN.plus(Duration.ofMinutes(1)));

        SourceDrift told = followed.reconcile(true);
        assertThat(told.differing()).isEqualTo(2);
        assertThat(told.examples())
                .containsExactly(new DocumentId(PAGE), new DocumentId(FollowedPlace.id(3)));
        assertThat(followed.index()).isNotEqualTo(followed.place.texts());

        assertThat(followed.reconcile(false)).isEqualTo(told);
        followed.rest();
        assertThat(followed.index()).isEqualTo(followed.place.texts());
        assertThat(followed.versions().getFirst().cause()).isEqualTo(Cause.RECONCILE);
        assertThat(followed.reconcile(false).total()).isZero();
    }

    @Test
    void whatStillWaitsIsNoDrift() {
        followed.with(20);
        followed.embedder.refuse("poison");
        followed.place.write(PAGE, "poison");
        followed.rest();

        assertThat(followed.reconcile(true).total()).isZero();
    }
}

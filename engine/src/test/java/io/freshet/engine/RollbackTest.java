package io.freshet.engine;

import static io.freshet.engine.SimCollection.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.Change;
import io.freshet.DocumentId;
import io.freshet.FreshetException.Unavailable;
import io.freshet.IndexEvent;
import io.freshet.Priority;
import io.freshet.sim.CountingEmbedder;
import io.freshet.spi.Ledger.Rollback;
import io.freshet.spi.Ledger.RolledBack;
import io.freshet.spi.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What was committed before a rollback is undone by it, whatever the journal still holds of it.
final class RollbackTest {
    private final SimCollection docs = new SimCollection(new CountingEmbedder(), 1);

    private Ticket<Rollbacks.Made> rollBack(long to, boolean discardWaiting) {
        Rollback rollback = new Rollback(to, "", List.of(), Instant.EPOCH);
        Ticket<Rollbacks.Made> asked =
                docs.pipeline()
                        .rollbacks()
                        .offer(new Rollbacks.Wish(rollback, Optional.empty(), discardWaiting));
        docs.settle();
        return asked;
    }

    private static IndexEvent refresh(String id) {
        return new IndexEvent(
                List.of(new DocumentId(id)),
                new Change.Refresh(),
                Priority.NORMAL,
                OptionalLong.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }

    /// A bad document is committed, and the journal does not know of it.
    private void untold() {
        docs.put("good", "a good text");
        docs.deafen(true);
        docs.put("bad", "a bad text");
        assertThat(docs.documents()).containsExactly("bad", "good");
        assertThat(docs.journal().waiting()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("I2")
    void nothingThatFollowsItIsFoldedIntoWhatItUndoes(boolean discardWaiting) throws Exception {
        untold();
        docs.deafen(false);

        Ticket<Rollbacks.Made> asked = rollBack(1, discardWaiting);
        docs.offer(List.of(refresh("bad")));
        docs.pass(Duration.ofSeconds(5));

        assertThat(asked.result().rolledBack()).isInstanceOf(RolledBack.Done.class);
        assertThat(docs.documents()).containsExactly("good");
        assertThat(docs.journal().isBalanced()).isTrue();
        assertThat(docs.journal().discarded()).isZero();
        assertThat(docs.journal().waiting()).isZero();
    }

    @Test
    void whereTheJournalCannotBeToldNoneIsMadeAndWorkGoesOn() {
        untold();
        long version = docs.version();

        Ticket<Rollbacks.Made> asked = rollBack(1, false);
        docs.offer(List.of(upsert("next", "the next text")));
        docs.settle();

        assertThatThrownBy(asked::result)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(Unavailable.class)
                .hasMessageContaining("the journal cannot be told");
        assertThat(docs.documents()).containsExactly("bad", "good", "next");
        assertThat(docs.version()).isEqualTo(version + 1);
    }
}

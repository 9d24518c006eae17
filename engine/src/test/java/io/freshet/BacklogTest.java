package io.freshet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class BacklogTest {
    @Test
    void itIsFullWhereOneOfItsBoundsIsReached() {
        Backlog backlog = new Backlog(5, 100);

        assertThat(backlog.isFull(4, 99)).isFalse();
        assertThat(backlog.isFull(5, 0)).isTrue();
        assertThat(backlog.isFull(0, 100)).isTrue();
        assertThat(backlog.problem(4, 99)).isEmpty();
        assertThat(backlog.problem(5, 0).orElseThrow())
                .contains("only critical events")
                .contains("limits.backlog.documents_max");
        assertThat(backlog.problem(0, 100).orElseThrow()).contains("limits.backlog.size");
    }

    @Test
    void theReserveIsATenthMoreRoundedUp() {
        assertThat(new Backlog(5, 100).withReserve()).isEqualTo(new Backlog(6, 110));
        assertThat(new Backlog(1_000_000, 1).withReserve()).isEqualTo(new Backlog(1_100_000, 2));
        assertThat(new Backlog(5, 100).problem(6, 0).orElseThrow()).contains("and so is");
    }

    @Test
    void aBacklogTakesSomething() {
        assertThatThrownBy(() -> new Backlog(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backlog(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}

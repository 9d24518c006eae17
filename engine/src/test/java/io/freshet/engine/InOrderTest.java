package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tasks are run one at a time and in order, or dropped: none is forgotten.
final class InOrderTest {
    private final Deque<Task> handed = new ArrayDeque<>();
    private final List<String> happened = new ArrayList<>();
    private boolean ended;
    private final InOrder order = new InOrder(this::take);

    private void take(Task task) {
        if (ended) {
            task.dropped();
        } else {
            handed.add(task);
        }
    }

    private void give(String name, Runnable work) {
        order.run(
                new Task() {
                    @Override
                    public void run() {
                        work.run();
                        happened.add(name);
                    }

                    @Override
                    public void dropped() {
                        happened.add("no " + name);
                    }
                });
    }

    @Test
    void oneRunsAfterTheOther() {
        give("a", () -> give("c", () -> {}));
        give("b", () -> assertThat(handed).isEmpty());
        while (!handed.isEmpty()) {
            assertThat(handed).hasSize(1);
            handed.remove().run();
        }
        assertThat(happened).containsExactly("a", "b", "c");
    }

    @Test
    void whereTheThreadsHaveEndedEachIsDropped() {
        ended = true;
        give("a", () -> {});
        give("b", () -> {});
        assertThat(happened).containsExactly("no a", "no b");
    }

    @Test
    void whatWaitsBehindOneIsDroppedWhereTheThreadsEndMeanwhile() {
        give("a", () -> ended = true);
        give("b", () -> {});
        give("c", () -> {});
        handed.remove().run();
        assertThat(happened).containsExactly("a", "no b", "no c");
    }

    @Test
    void whatWasHandedOverAndIsDroppedTakesAllWithIt() {
        give("a", () -> {});
        give("b", () -> {});
        handed.remove().dropped();
        give("c", () -> {});
        assertThat(happened).containsExactly("no a", "no b");
        handed.remove().run();
        assertThat(happened).endsWith("c");
    }

    @Test
    void oneThatHangsIsDroppedWithThoseBehindIt() {
        List<Task> running = new ArrayList<>();
        give("a", () -> running.getFirst().dropped());
        give("b", () -> {});
        running.add(handed.remove());
        running.getFirst().run();
        assertThat(happened).containsExactly("no a", "no b", "a");
    }
}

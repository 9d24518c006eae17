package io.freshet.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs one task at a time, in the order in which they came, on somebody else's threads. Where
/// those end, all that wait are dropped. Safe for any thread.
final class InOrder {
    private final Consumer<Task> threads;
    private final Deque<Task> waiting = new ArrayDeque<>();
    private @Nullable Task current;
    private boolean running;

    /// @param threads run or drop what they are given
    InOrder(Consumer<Task> threads) {
        this.threads = threads;
    }

    void run(Task task) {
        synchronized (waiting) {
            waiting.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        threads.accept(new Next());
    }

    private final class Next implements Task {
        @Override
        public void run() {
            Task task = begin();
            if (task == null) {
                return;
            }
            try {
                task.run();
            } finally {
                if (end()) {
                    threads.accept(new Next());
                }
            }
        }

        @Override
        public void dropped() {
            List<Task> all = new ArrayList<>();
            synchronized (waiting) {
                if (current != null) {
                    all.add(current);
                }
                all.addAll(waiting);
                waiting.clear();
                running = false;
            }
            all.forEach(Task::dropped);
        }
    }

    /// Nothing where all were dropped.
    private @Nullable Task begin() {
        synchronized (waiting) {
            current = waiting.poll();
            running = current != null;
            return current;
        }
    }

    /// @return whether more wait
    private boolean end() {
        synchronized (waiting) {
            current = null;
            running = !waiting.isEmpty();
            return running;
        }
    }
}

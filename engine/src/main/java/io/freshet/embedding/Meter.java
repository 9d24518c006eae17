package io.freshet.embedding;

import io.freshet.Failure;
import io.freshet.Money;
import io.freshet.Price;
import io.freshet.Priority;
import io.freshet.SparedEntry;
import io.freshet.SpentFor;
import java.util.List;
import java.util.Optional;

/// Counts what a collection asks embedders for. Every request passes here, whoever makes it and
/// whatever becomes of it. Safe for any thread.
public interface Meter {
    /// Counts nothing.
    Meter NONE =
            new Meter() {
                @Override
                public Running asking(Asked asked) {
                    return Running.NONE;
                }

                @Override
                public Optional<Failure> held(Priority priority, Optional<Price> price) {
                    return Optional.empty();
                }

                @Override
                public void spared(SparedEntry.Reason reason, long count, long tokens) {}

                @Override
                public SoFar soFar() {
                    return new SoFar(Money.ZERO, Money.ZERO);
                }
            };

    /// A request is about to be sent. May block, and may throw `Unavailable` where it cannot be
    /// noted, or a budget holds it back: then it must not be sent.
    Running asking(Asked asked);

    /// Why documents of this priority cannot be embedded at this price now: a budget is used up.
    Optional<Failure> held(Priority priority, Optional<Price> price);

    /// Something needed no embedding.
    ///
    /// @param tokens by the fixed estimate; 0 where nobody had cut the text
    void spared(SparedEntry.Reason reason, long count, long tokens);

    /// What the collection has spent on models whose price is known.
    SoFar soFar();

    /// @param today and `month`: the day and the month that it is, in UTC
    record SoFar(Money today, Money month) {}

    /// @param priority of what it is for
    /// @param endpoint where it is asked; never a key
    /// @param price none where none is known
    /// @param texts never kept
    record Asked(
            SpentFor cause,
            Priority priority,
            String model,
            String endpoint,
            Optional<Price> price,
            List<String> texts) {
        public Asked {
            texts = List.copyOf(texts);
        }
    }

    /// A request that was sent. One of the two is called, once, before its answer is used.
    interface Running {
        Running NONE =
                new Running() {
                    @Override
                    public void answered(long tokens) {}

                    @Override
                    public void failed() {}
                };

        /// @param tokens as the answer says; 0 where it does not
        void answered(long tokens);

        /// Nothing that is paid for came back.
        void failed();
    }
}

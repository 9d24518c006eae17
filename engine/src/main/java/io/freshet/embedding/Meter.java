package io.freshet.embedding;

import io.freshet.Price;
import io.freshet.SpentFor;
import java.util.List;
import java.util.Optional;

/// Counts what a collection asks embedders for. Every request passes here, whoever makes it and
/// whatever becomes of it. Safe for any thread.
public interface Meter {
    /// Counts nothing.
    Meter NONE = _ -> Running.NONE;

    /// A request is about to be sent. May block, and may throw `Unavailable` where it cannot be
    /// noted: then it must not be sent.
    Running asking(Asked asked);

    /// @param endpoint where it is asked; never a key
    /// @param price none where none is known
    /// @param texts never kept
    record Asked(
            SpentFor cause,
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

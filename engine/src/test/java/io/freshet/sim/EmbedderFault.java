package io.freshet.sim;

import io.freshet.FreshetException;
import java.util.function.Supplier;

/// How a [CountingEmbedder] misbehaves. All but [Fails] are answers that an embedding step must not
/// believe.
public sealed interface EmbedderFault {
    /// A request fails in which a text contains the marker; the empty marker is in every text.
    ///
    /// @param failure makes a fresh one for each request
    record Fails(String marker, Supplier<FreshetException> failure) implements EmbedderFault {}

    /// The last text of a request is left out of the answer.
    record TooFew() implements EmbedderFault {}

    /// The first text of a request is answered twice.
    record TooMany() implements EmbedderFault {}

    /// Vectors have one value more than the space says.
    record WrongWidth() implements EmbedderFault {}

    record Zeros() implements EmbedderFault {}

    record NotFinite() implements EmbedderFault {}

    /// Allowed, and easily got wrong by who takes items in the order in which they come: the last
    /// text is answered first, each under its own index.
    record Reversed() implements EmbedderFault {}

    /// A value is infinite.
    record Infinite() implements EmbedderFault {}

    /// Requests of more texts than this are refused.
    record TooLarge(int texts) implements EmbedderFault {}

    /// Every item has the index of the first.
    record WrongIndex() implements EmbedderFault {}
}

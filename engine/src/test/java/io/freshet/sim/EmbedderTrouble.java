package io.freshet.sim;

import io.freshet.FreshetException;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// How an embedder gets into trouble in a simulated life, by name, so that an event list can be
/// printed.
enum EmbedderTrouble {
    WELL,
    /// 429, and it says when to come back.
    TOO_FAST,
    /// 429, and it does not say.
    TOO_FAST_UNSAID,
    /// 500.
    DOWN,
    /// 401.
    KEY_REFUSED,
    /// 413 above two texts.
    TOO_LARGE,
    /// 400 for texts with a certain word.
    TEXT_REFUSED,
    TOO_FEW,
    TOO_MANY,
    /// In another order, each with its index: nothing is wrong.
    SHUFFLED,
    WRONG_INDEX,
    WRONG_WIDTH,
    NOT_A_NUMBER,
    INFINITE,
    ZERO;

    /// Empty where it is well.
    Optional<EmbedderFault> fault() {
        return switch (this) {
            case WELL -> Optional.empty();
            case TOO_FAST -> fails("", new Unavailable("429 down", Duration.ofSeconds(7)));
            case TOO_FAST_UNSAID -> fails("", unsaid("429 down"));
            case DOWN -> fails("", unsaid("500 down"));
            case KEY_REFUSED -> fails("", new Unavailable("401 down", Duration.ofMinutes(1)));
            case TOO_LARGE -> Optional.of(new EmbedderFault.TooLarge(2));
            case TEXT_REFUSED -> fails("word3 ", new Refused("400 bad text"));
            case TOO_FEW -> Optional.of(new EmbedderFault.TooFew());
            case TOO_MANY -> Optional.of(new EmbedderFault.TooMany());
            case SHUFFLED -> Optional.of(new EmbedderFault.Reversed());
            case WRONG_INDEX -> Optional.of(new EmbedderFault.WrongIndex());
            case WRONG_WIDTH -> Optional.of(new EmbedderFault.WrongWidth());
            case NOT_A_NUMBER -> Optional.of(new EmbedderFault.NotFinite());
            case INFINITE -> Optional.of(new EmbedderFault.Infinite());
            case ZERO -> Optional.of(new EmbedderFault.Zeros());
        };
    }

    private static Unavailable unsaid(String message) {
        return new Unavailable(message, new IOException(message));
    }

    private static Optional<EmbedderFault> fails(String marker, FreshetException failure) {
        return Optional.of(new EmbedderFault.Fails(marker, () -> failure));
    }
}

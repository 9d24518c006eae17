package io.freshet;

import java.util.Optional;

/// How much may be spent on embedding, by day and by calendar month, in UTC. At its end what is
/// `normal` waits, a tenth beyond it what is `high`; what is `critical` never does, nor a question.
public record Budget(Optional<Money> day, Optional<Money> month)
        implements CollectionSettings.Part {
    public static final Budget NONE = new Budget(Optional.empty(), Optional.empty());

    public boolean isNone() {
        return day.isEmpty() && month.isEmpty();
    }
}

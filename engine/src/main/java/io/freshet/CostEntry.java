package io.freshet;

import java.time.LocalDate;
import java.util.Comparator;

/// What embedding took of one kind in one day.
public record CostEntry(Kind kind, Cost cost) {
    /// What costs are told apart by.
    ///
    /// @param day in UTC
    /// @param model as its space calls it
    /// @param endpoint where it was asked: a host, `local` on this machine; never a key
    public record Kind(
            LocalDate day, CollectionName collection, SpentFor cause, String model, String endpoint)
            implements Comparable<Kind> {
        @Override
        public int compareTo(Kind other) {
            return ORDER.compare(this, other);
        }
    }

    private static final Comparator<Kind> ORDER =
            Comparator.comparing(Kind::day)
                    .thenComparing(Kind::collection)
                    .thenComparing(Kind::cause)
                    .thenComparing(Kind::model)
                    .thenComparing(Kind::endpoint);
}

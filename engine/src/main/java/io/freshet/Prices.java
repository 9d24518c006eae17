package io.freshet;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is known of prices, by model. A model that is not in it has no price that is known, which
/// is not the price 0.
public record Prices(SortedMap<String, Price> byModel) {
    public static final Prices NONE = new Prices(Collections.emptySortedMap());

    public Prices {
        byModel = Collections.unmodifiableSortedMap(new TreeMap<>(byModel));
    }

    public Optional<Price> of(String model) {
        return Optional.ofNullable(byModel.get(model));
    }

    /// These, and those of another list, which win.
    public Prices and(Prices others) {
        SortedMap<String, Price> all = new TreeMap<>(byModel);
        all.putAll(others.byModel);
        return new Prices(all);
    }
}

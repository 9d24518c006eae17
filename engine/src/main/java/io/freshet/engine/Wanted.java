package io.freshet.engine;

import io.freshet.Budget;
import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/// What the engine is told of collections from outside.
///
/// @param named those that exist though nobody has made them; one that is removed comes back empty
/// @param fed whether a source feeds a collection, so that it is opened at the start
/// @param settings asked for whenever a collection is opened; may throw a
///   [io.freshet.FreshetException], which is why it does not open
/// @param budget of all collections together
public record Wanted(
        SortedSet<CollectionName> named,
        Predicate<CollectionName> fed,
        Function<CollectionName, CollectionSettings> settings,
        Budget budget) {
    public Wanted {
        named = Collections.unmodifiableSortedSet(new TreeSet<>(named));
    }

    /// Without a budget.
    public Wanted(
            SortedSet<CollectionName> named,
            Predicate<CollectionName> fed,
            Function<CollectionName, CollectionSettings> settings) {
        this(named, fed, settings, Budget.NONE);
    }

    /// `knowledge_base` and nothing else, and no sources.
    public static Wanted of(Function<CollectionName, CollectionSettings> settings) {
        return new Wanted(
                new TreeSet<>(Set.of(new CollectionName("knowledge_base"))), _ -> false, settings);
    }
}

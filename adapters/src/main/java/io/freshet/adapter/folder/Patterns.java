package io.freshet.adapter.folder;

import io.freshet.adapter.folder.Glob.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is taken of a folder, by name alone. Immutable.
final class Patterns {
    private final List<Glob> include;
    private final List<Glob> exclude;

    /// @param include empty for all
    ///
    /// @throws IllegalArgumentException where one is no pattern
    Patterns(List<String> include, List<String> exclude) {
        this.include = include.stream().map(Glob::of).toList();
        this.exclude = exclude.stream().map(Glob::of).toList();
    }

    /// How far each pattern has matched on the way to a place in the tree.
    record Place(List<State> included, List<State> excluded) {}

    /// What is said of a name.
    sealed interface Verdict {
        record Taken(Place place) implements Verdict {}

        record LeftOut(String reason) implements Verdict {}
    }

    Place top() {
        return new Place(
                include.stream().map(Glob::start).toList(),
                exclude.stream().map(Glob::start).toList());
    }

    /// @param reserved why it is left out unless a pattern names it
    Verdict directory(Place in, String name, Optional<String> reserved) {
        return verdict(in, new Step(name, true, reserved));
    }

    /// @param reserved why it is left out unless a pattern names it
    Verdict file(Place in, String name, Optional<String> reserved) {
        return verdict(in, new Step(name, false, reserved));
    }

    private record Step(String name, boolean directory, Optional<String> reserved) {}

    private Verdict verdict(Place in, Step step) {
        List<State> excluded = new ArrayList<>(exclude.size());
        for (int i = 0; i < exclude.size(); i++) {
            State state = exclude.get(i).next(in.excluded.get(i), step.name, step.directory, false);
            if (state.whole()) {
                return new Verdict.LeftOut("excluded by " + exclude.get(i));
            }
            excluded.add(state);
        }
        List<State> included = new ArrayList<>(include.size());
        boolean reserved = step.reserved.isPresent();
        boolean wanted = include.isEmpty() && !reserved;
        for (int i = 0; i < include.size(); i++) {
            State state =
                    include.get(i).next(in.included.get(i), step.name, step.directory, reserved);
            wanted |= step.directory ? state.isAlive() : state.whole();
            included.add(state);
        }
        return wanted
                ? new Verdict.Taken(new Place(included, excluded))
                : new Verdict.LeftOut(step.reserved.orElse("matches no pattern of include"));
    }
}

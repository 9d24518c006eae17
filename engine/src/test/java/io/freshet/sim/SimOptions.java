package io.freshet.sim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What the command line of `./freshet sim` asks for.
///
/// @param one only this seed
/// @param count lives at most
/// @param time for so long at most
record SimOptions(long from, boolean one, long count, Duration time) {
    private static final Set<String> NAMES =
            new TreeSet<>(List.of("--seeds", "--minutes", "--seed", "--from"));

    /// Empty where it is wrong.
    static Optional<SimOptions> of(List<String> words) {
        Optional<Long> seeds = Optional.empty();
        Optional<Long> minutes = Optional.empty();
        Optional<Long> seed = Optional.empty();
        long from = 1;
        for (int i = 0; i < words.size(); i += 2) {
            Optional<Long> value =
                    i + 1 < words.size() ? number(words.get(i + 1)) : Optional.empty();
            if (!NAMES.contains(words.get(i)) || value.isEmpty()) {
                return Optional.empty();
            }
            switch (words.get(i)) {
                case "--seeds" -> seeds = value;
                case "--minutes" -> minutes = value;
                case "--seed" -> seed = value;
                default -> from = value.get();
            }
        }
        if ((seeds.isPresent() && minutes.isPresent()) || (seed.isPresent() && words.size() > 2)) {
            return Optional.empty();
        }
        return Optional.of(
                new SimOptions(
                        seed.orElse(from),
                        seed.isPresent(),
                        minutes.isPresent() ? Long.MAX_VALUE : seeds.orElse(300L),
                        minutes.map(Duration::ofMinutes).orElse(Duration.ofDays(365))));
    }

    private static Optional<Long> number(String word) {
        try {
            return Optional.of(Long.parseLong(word)).filter(n -> n >= 0);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}

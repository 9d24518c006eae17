package io.freshet.commit;

import io.freshet.Failure;
import io.freshet.Pending;
import io.freshet.RetrySettings;
import io.freshet.spi.Journal;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What becomes of failed documents: they are tried again after a growing pause with jitter, or
/// when the other side asked for it, and after so many failures that count they are given up. An
/// atomic group fails whole: its members get one common time, and are given up together.
final class Retries {
    private final World world;
    private final RetrySettings settings;

    Retries(World world, RetrySettings settings) {
        this.world = world;
        this.settings = settings;
    }

    /// What the journal is told of failed rows.
    record Failed(List<Journal.Postponement> postponed, List<Journal.Parking> parked) {
        Failed {
            postponed = List.copyOf(postponed);
            parked = List.copyOf(parked);
        }
    }

    /// A failed row, or a failed group.
    ///
    /// @param attempts counted before
    private record Unit(Failure failure, int attempts) {
        Unit and(Unit other) {
            return new Unit(failure.or(other.failure), Math.max(attempts, other.attempts));
        }

        int attemptsNow() {
            return attempts + (failure.counts() ? 1 : 0);
        }
    }

    /// @param failures by the sequence of their pending row
    Failed decide(List<Pending> members, Map<Long, Failure> failures) {
        Map<Long, Unit> units = new TreeMap<>();
        for (Pending member : members) {
            Failure failure = failures.get(member.sequence());
            if (failure != null) {
                Unit unit = new Unit(failure, member.attempts());
                units.merge(member.group().orElse(member.sequence()), unit, Unit::and);
            }
        }
        Instant now = world.now();
        Map<Long, Duration> pauses = new TreeMap<>();
        List<Journal.Postponement> postponed = new ArrayList<>();
        List<Journal.Parking> parked = new ArrayList<>();
        for (Pending member : members) {
            long key = member.group().orElse(member.sequence());
            Unit unit = units.get(key);
            if (unit == null) {
                continue;
            }
            Failure own = own(failures.get(member.sequence()), unit.failure);
            if (unit.failure.counts() && unit.attemptsNow() >= settings.attemptsMax()) {
                parked.add(parking(member, unit, own, now));
            } else {
                Duration pause = pauses.computeIfAbsent(key, _ -> pause(unit));
                postponed.add(
                        new Journal.Postponement(
                                member.document(),
                                member.sequence(),
                                unit.attemptsNow(),
                                now,
                                now.plus(pause),
                                own.problem()));
            }
        }
        return new Failed(postponed, parked);
    }

    /// Why a member fails: for its own reason, or because its group does.
    ///
    /// @param failure of its own; one that does not count is no reason for a group's that counts
    private static Failure own(@Nullable Failure failure, Failure groups) {
        if (failure != null && failure.counts() == groups.counts()) {
            return failure;
        }
        return new Failure(
                groups.counts(),
                Optional.empty(),
                "another document of its atomic request failed: " + groups.problem());
    }

    private static Journal.Parking parking(Pending member, Unit unit, Failure own, Instant now) {
        return new Journal.Parking(
                member.document(),
                member.sequence(),
                unit.attemptsNow(),
                now,
                own.problem(),
                own.passage());
    }

    private Duration pause(Unit unit) {
        long pauseMs = settings.pause(unit.attempts).toMillis();
        long jitteredMs = pauseMs / 2 + world.chance().nextLong(pauseMs / 2 + 1);
        return unit.failure.retryAfter().orElse(Duration.ofMillis(jitteredMs));
    }
}

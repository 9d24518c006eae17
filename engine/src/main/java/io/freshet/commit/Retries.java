package io.freshet.commit;

import io.freshet.Failure;
import io.freshet.Pending;
import io.freshet.spi.Journal;
import io.freshet.spi.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// When failed documents are tried again: after a growing pause with jitter, or when the other side
/// asked for it. An atomic group fails whole: its members get one common time.
final class Retries {
    private static final long PAUSE_MS_MIN = 1_000;
    private static final long PAUSE_MS_MAX = 300_000;

    private final World world;

    Retries(World world) {
        this.world = world;
    }

    /// @param failures by the sequence of their pending row
    List<Journal.Postponement> postpone(List<Pending> members, Map<Long, Failure> failures) {
        Map<Long, Failure> groups = new TreeMap<>();
        for (Pending member : members) {
            Failure failure = failures.get(member.sequence());
            if (failure != null && member.group().isPresent()) {
                groups.putIfAbsent(member.group().getAsLong(), failure);
            }
        }
        Map<Long, Duration> groupPauses = new TreeMap<>();
        List<Journal.Postponement> postponements = new ArrayList<>();
        for (Pending member : members) {
            if (member.group().isPresent()) {
                long group = member.group().getAsLong();
                Failure failure = groups.get(group);
                if (failure != null) {
                    Duration pause =
                            groupPauses.computeIfAbsent(group, _ -> pause(failure, member));
                    postponements.add(postponement(member, failure, pause));
                }
                continue;
            }
            Failure failure = failures.get(member.sequence());
            if (failure != null) {
                postponements.add(postponement(member, failure, pause(failure, member)));
            }
        }
        return postponements;
    }

    private Journal.Postponement postponement(Pending member, Failure failure, Duration pause) {
        int attempts = member.attempts() + (failure.counts() ? 1 : 0);
        return new Journal.Postponement(
                member.document(),
                member.sequence(),
                attempts,
                world.now().plus(pause),
                failure.problem());
    }

    private Duration pause(Failure failure, Pending member) {
        long pauseMs = Math.min(PAUSE_MS_MAX, PAUSE_MS_MIN << Math.min(member.attempts(), 10));
        long jitteredMs = pauseMs / 2 + world.chance().nextLong(pauseMs / 2 + 1);
        return failure.retryAfter().orElse(Duration.ofMillis(jitteredMs));
    }
}

package io.freshet.server.http;

import io.freshet.Priority;
import java.util.Optional;

/// Priorities as the wire names them.
final class Priorities {
    private Priorities() {}

    static Optional<Priority> of(String word) {
        return switch (word) {
            case "normal", "0" -> Optional.of(Priority.NORMAL);
            case "high", "1" -> Optional.of(Priority.HIGH);
            case "critical", "2" -> Optional.of(Priority.CRITICAL);
            default -> Optional.empty();
        };
    }
}

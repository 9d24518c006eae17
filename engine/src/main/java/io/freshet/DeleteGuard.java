package io.freshet;

import java.time.Duration;

/// How many deletions of one source are believed at once. They are withheld where they are more
/// than `documents` *and* more than `share` of what the source had.
///
/// @param share 0 to 1
/// @param confirmAfter a listing that still misses them after this long, of the same root and not
///   empty, releases them
public record DeleteGuard(int documents, double share, Duration confirmAfter)
        implements CollectionSettings.Part {
    public static final DeleteGuard DEFAULT = new DeleteGuard(10, 0.10, Duration.ofMinutes(10));

    public DeleteGuard {
        if (documents < 0) {
            throw new IllegalArgumentException("delete_guard.documents is 0 or more");
        }
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("delete_guard.share is 0% to 100%");
        }
        if (confirmAfter.isNegative()) {
            throw new IllegalArgumentException("delete_guard.confirm_after is not negative");
        }
    }
}

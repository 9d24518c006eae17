package io.freshet.client;

import java.util.List;

/// A bulk load that was read to its end.
///
/// @param errors the first 1,000 of those that were rejected
public record Loaded(
        long accepted, long deduplicated, long rejected, long sequence, List<LineError> errors) {
    public Loaded {
        errors = Given.list(errors);
    }

    /// An event that was rejected.
    ///
    /// @param line from 1, in the order in which they were sent
    public record LineError(long line, String code, String detail) {}
}

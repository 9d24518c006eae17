package io.freshet.server.http;

import io.freshet.engine.Versions;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.util.OptionalLong;

/// Which version a request is about. Pure.
final class AtVersion {
    private AtVersion() {}

    /// The newest where the request names none.
    ///
    /// @throws ProblemException where it names one that is not retained
    static long of(OptionalLong asked, Versions.Range range) {
        if (asked.isEmpty()) {
            return range.newest();
        }
        if (!range.holds(asked.getAsLong())) {
            throw notRetained(asked.getAsLong(), range);
        }
        return asked.getAsLong();
    }

    static ProblemException notRetained(long asked, Versions.Range range) {
        return ProblemException.of(
                ProblemCode.VERSION_NOT_RETAINED,
                "version "
                        + asked
                        + " is not there; the versions that can be asked for are "
                        + range.oldest()
                        + " to "
                        + range.newest()
                        + (range.tags().isEmpty() ? "" : ", and those with a tag"));
    }
}

package io.freshet.engine;

import io.freshet.BatchDone;
import io.freshet.SparedEntry.Reason;
import io.freshet.embedding.Meter;

/// What a settled document did not have to be embedded for.
final class SparedByCommit {
    private SparedByCommit() {}

    static void tell(Meter meter, BatchDone.Settled settled) {
        if (settled.unchanged()) {
            meter.spared(Reason.UNCHANGED_DOCUMENT, 1, settled.keptTokens());
        } else {
            meter.spared(Reason.KEPT_CHUNK, settled.chunks().kept(), settled.keptTokens());
        }
    }
}

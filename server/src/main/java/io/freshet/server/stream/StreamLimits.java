package io.freshet.server.stream;

import java.time.Duration;

/// What a subscriber may take.
///
/// @param subscribersMax connections that follow a feed at one time, over WebSocket and HTTP
/// @param frameBytesMax of one frame, in both directions
/// @param pingEvery how often a connection is pinged, so that one that is gone is found
public record StreamLimits(int subscribersMax, int frameBytesMax, Duration pingEvery) {
    public static final StreamLimits DEFAULT =
            new StreamLimits(20_000, 512 * 1024, Duration.ofSeconds(30));

    /// Announcements that are held for one subscriber.
    static final int PAGE_ENTRIES = 100;

    /// Requests of one connection that wait for their answer; a client that sends more is read more
    /// slowly.
    static final int REQUESTS_WAITING_MAX = 64;

    public StreamLimits {
        if (subscribersMax < 1 || frameBytesMax < 4096 || pingEvery.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "subscribers_max is 1 or more and a frame 4KiB or more; subscribers_max="
                            + subscribersMax
                            + " frame="
                            + frameBytesMax);
        }
    }
}

package io.freshet.server.webhook;

import io.freshet.library.config.WebhookFiles;
import io.freshet.server.stream.FeedReading;
import java.time.Clock;

/// What all deliveries of a server share.
record Surroundings(
        FeedReading reading, WebhookFiles files, Posting posting, Pace pace, Clock clock) {}

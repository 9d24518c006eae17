package io.freshet.server.stream;

import io.freshet.feed.Signal;

/// What all subscribers of a server share.
record SharedStream(
        Feeds feeds,
        FeedReader reader,
        Frames frames,
        Subscribers subscribers,
        StreamLimits limits) {
    static SharedStream of(Feeds feeds, StreamLimits limits) {
        return new SharedStream(
                feeds,
                new FeedReader(),
                new Frames(limits.frameBytesMax()),
                new Subscribers(limits.subscribersMax()),
                limits);
    }

    Rendering rendering() {
        return new Rendering(reader, frames);
    }

    Subscriptions subscriptions(Signal signal) {
        return new Subscriptions(feeds, rendering(), signal);
    }
}

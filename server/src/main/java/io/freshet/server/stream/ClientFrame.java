package io.freshet.server.stream;

import io.freshet.CollectionName;
import io.freshet.Position;
import java.util.Optional;
import java.util.OptionalLong;

/// What a client says on a WebSocket.
sealed interface ClientFrame {
    /// @param collection empty for every collection
    record Subscribe(Optional<CollectionName> collection, Since since, Subscription wanted)
            implements ClientFrame {}

    record Unsubscribe(Optional<CollectionName> collection) implements ClientFrame {}

    record Ping() implements ClientFrame {}

    /// A ping of the WebSocket protocol itself, with what it carries.
    record ProtocolPing(byte[] payload) implements ClientFrame {}

    /// Something that gets an error for an answer.
    record Wrong(String code, String message) implements ClientFrame {}

    /// Where a subscription starts; with neither, from now on.
    ///
    /// @param version handled up to its `batch_complete`
    /// @param history that `version` is of, where the client knows it
    record Since(Optional<Position> position, OptionalLong version, Optional<String> history) {
        /// No place.
        static final Since START =
                new Since(Optional.empty(), OptionalLong.empty(), Optional.empty());

        /// The position in a feed of this history.
        Optional<Position> in(String feedHistory) {
            if (position.isPresent() || version.isEmpty()) {
                return position;
            }
            String own = history.orElse(feedHistory);
            return Optional.of(Position.complete(own, version.getAsLong()));
        }
    }
}

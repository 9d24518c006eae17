package io.freshet.server.stream;

import io.freshet.CollectionName;
import io.freshet.Position;
import io.freshet.library.config.Units;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import io.helidon.common.parameters.Parameters;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What a `GET …/changes` asks for.
///
/// @param limit entries of a page
/// @param timeout how long a page may wait for its first entry
record ChangesRequest(
        CollectionName collection,
        ClientFrame.Since since,
        Subscription wanted,
        int limit,
        Duration timeout,
        boolean isEventStream) {
    private static final Set<String> KNOWN =
            Set.of(
                    "since",
                    "since_version",
                    "history",
                    "limit",
                    "timeout",
                    "token",
                    "prefix",
                    "event_types",
                    "filter",
                    "include");
    private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");
    private static final int LIMIT_MAX = 1000;
    private static final Duration TIMEOUT_MAX = Duration.ofSeconds(60);

    /// @throws ProblemException where it cannot be read
    static ChangesRequest of(ServerRequest request) {
        Parameters query = request.query();
        for (String name : query.names()) {
            if (!KNOWN.contains(name)) {
                throw wrong(name, "is not known here");
            }
        }
        Optional<String> position =
                request.headers()
                        .first(LAST_EVENT_ID)
                        .filter(id -> !id.isEmpty())
                        .or(() -> query.first("since").asOptional());
        boolean isEventStream =
                request.headers().contains(HeaderNames.ACCEPT)
                        && request.headers().get(HeaderNames.ACCEPT).allValues().stream()
                                .anyMatch(value -> value.contains("text/event-stream"));
        return new ChangesRequest(
                collection(request.path().pathParameters().get("collection")),
                since(position, query),
                wanted(query),
                query.first("limit").asOptional().map(ChangesRequest::limit).orElse(100),
                query.first("timeout")
                        .asOptional()
                        .map(ChangesRequest::timeout)
                        .orElse(Duration.ZERO),
                isEventStream);
    }

    private static Subscription wanted(Parameters query) {
        return Subscription.of(
                query.first("prefix").asOptional(),
                query.first("event_types").asOptional().map(Subscription::list),
                query.first("filter").asOptional().map(Json::read),
                query.first("include").asOptional().map(Subscription::list));
    }

    private static CollectionName collection(String name) {
        try {
            return new CollectionName(name);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    ProblemCode.INVALID_COLLECTION, String.valueOf(e.getMessage()));
        }
    }

    private static ClientFrame.Since since(Optional<String> position, Parameters query) {
        Optional<String> version = query.first("since_version").asOptional();
        if (position.isPresent()) {
            return new ClientFrame.Since(
                    position.map(ChangesRequest::position), OptionalLong.empty(), Optional.empty());
        }
        return new ClientFrame.Since(
                Optional.empty(),
                version.stream().mapToLong(ChangesRequest::version).findFirst(),
                query.first("history").asOptional());
    }

    private static Position position(String text) {
        try {
            return Position.parse(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(ProblemCode.INVALID_POSITION, String.valueOf(e.getMessage()));
        }
    }

    private static long version(String text) {
        return number("since_version", text, 0, Long.MAX_VALUE);
    }

    private static int limit(String text) {
        return (int) number("limit", text, 1, LIMIT_MAX);
    }

    private static Duration timeout(String text) {
        try {
            Duration timeout = Units.duration(text);
            return timeout.compareTo(TIMEOUT_MAX) < 0 ? timeout : TIMEOUT_MAX;
        } catch (IllegalArgumentException e) {
            throw wrong("timeout", "is " + String.valueOf(e.getMessage()));
        }
    }

    private static long number(String name, String text, long min, long max) {
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException _) {
            throw wrong(name, "must be a whole number");
        }
        throw wrong(name, "must be " + min + " to " + max);
    }

    private static ProblemException wrong(String name, String what) {
        return ProblemException.of(
                ProblemCode.INVALID_PARAMETER, "the query parameter " + name + " " + what);
    }
}

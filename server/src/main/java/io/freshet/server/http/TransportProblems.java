package io.freshet.server.http;

import io.freshet.Problem;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import io.freshet.server.json.Problems;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import org.jspecify.annotations.Nullable;

/// Answers what never becomes a request (a malformed one, a refused upgrade) as a problem too.
public final class TransportProblems implements DirectHandler {
    private TransportProblems() {}

    public static DirectHandlers handlers() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        TransportProblems problems = new TransportProblems();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, problems);
        }
        return handlers.build();
    }

    /// A problem as the server's own machinery throws it.
    static RequestException refused(ProblemException problem) {
        int status = Problems.status(problem.problem());
        return RequestException.builder()
                .type(status == 403 ? EventType.FORBIDDEN : EventType.OTHER)
                .status(Status.create(status))
                .setKeepAlive(false)
                .cause(problem)
                .message(problem.problem().code())
                .build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType eventType,
            Status status,
            ServerResponseHeaders headers,
            @Nullable Throwable thrown,
            System.@Nullable Logger logger) {
        if (thrown != null && thrown.getCause() instanceof ProblemException refusal) {
            return response(refusal.problem(), headers);
        }
        return thrown != null && eventType == EventType.INTERNAL_ERROR
                ? response(Failures.bug(thrown), headers)
                : handle(request, eventType, status, headers, "");
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType eventType,
            Status status,
            ServerResponseHeaders headers,
            String message) {
        ProblemCode code =
                switch (status.code()) {
                    case 404 -> ProblemCode.NOT_FOUND;
                    case 413 -> ProblemCode.TOO_LARGE;
                    case 415 -> ProblemCode.UNSUPPORTED_MEDIA_TYPE;
                    default ->
                            status.code() < 500
                                    ? ProblemCode.INVALID_REQUEST
                                    : ProblemCode.INTERNAL;
                };
        return response(Problem.of(code.word(), code.title()), headers);
    }

    private static TransportResponse response(Problem problem, ServerResponseHeaders headers) {
        headers.set(HeaderNames.CONTENT_TYPE, Problems.MEDIA_TYPE);
        return TransportResponse.builder()
                .status(Status.create(Problems.status(problem)))
                .headers(headers)
                .entity(Json.bytes(Problems.tree(problem)))
                .keepAlive(false)
                .build();
    }
}

package io.freshet.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One request of the API. Immutable.
///
/// @param body is sent as JSON
/// @param isSafe changes nothing, or may be made twice
/// @param waits how long the server may take on purpose
record Call(
        String method,
        String path,
        Fields query,
        @Nullable Object body,
        String mediaType,
        boolean isSafe,
        Duration waits) {
    private static final String JSON = "application/json";

    static Call get(String path) {
        return new Call("GET", path, Fields.NONE, null, JSON, true, Duration.ZERO);
    }

    static Call of(String method, String path) {
        return new Call(method, path, Fields.NONE, null, JSON, false, Duration.ZERO);
    }

    static Call post(String path, Fields body) {
        return of("POST", path).body(body.values());
    }

    Call body(Map<String, ?> json) {
        return new Call(method, path, query, json, mediaType, isSafe, waits);
    }

    Call mediaType(String other) {
        return new Call(method, path, query, body, other, isSafe, waits);
    }

    /// What is null is left out.
    Call query(String name, @Nullable Object value) {
        Fields more = query.known(name, value);
        return new Call(method, path, more, body, mediaType, isSafe, waits);
    }

    Call query(Fields asked) {
        return new Call(method, path, query.plus(asked), body, mediaType, isSafe, waits);
    }

    Call safe(boolean isSafeNow) {
        return new Call(method, path, query, body, mediaType, isSafeNow, waits);
    }

    Call waiting(Duration time) {
        return new Call(method, path, query, body, mediaType, isSafe, time);
    }

    /// Until what is written is searchable.
    Call awaiting(@Nullable Duration time) {
        return time == null
                ? this
                : query("wait", "visible").query("timeout", millis(time)).waiting(time);
    }

    Call written(Write how) {
        Call call = awaiting(how.await());
        return how.priority() == Priority.NORMAL
                ? call
                : call.query("priority", how.priority().word());
    }

    static String millis(Duration time) {
        return Math.max(0, time.toMillis()) + "ms";
    }

    /// Path and query.
    String target() {
        String asked =
                query.values().entrySet().stream()
                        .map(one -> one.getKey() + "=" + encoded(String.valueOf(one.getValue())))
                        .collect(Collectors.joining("&"));
        return asked.isEmpty() ? path : path + "?" + asked;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

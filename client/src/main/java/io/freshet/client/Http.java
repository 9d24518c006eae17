package io.freshet.client;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Makes calls: each has a time in which its whole answer must be there, and is made again where
/// that is asked for and safe. Safe for any thread.
///
/// @param timeout of a call; what the server is asked to wait comes on top
/// @param retries how often a call is made again
record Http(
        HttpClient client,
        URI base,
        Optional<String> token,
        Duration timeout,
        int retries,
        Timing timing) {
    private static final String NDJSON = "application/x-ndjson";

    /// The server reads a bulk load more slowly while its backlog is full, and copies a collection
    /// before it sends a backup.
    private static final Duration SILENCE_MAX = Duration.ofMinutes(10);

    <T> T run(Call call, Class<T> type) {
        return read(call, tree(call), type);
    }

    JsonNode tree(Call call) {
        Backoff backoff = Backoff.ofCall(timing);
        for (int left = retries; ; left--) {
            try {
                return once(call);
            } catch (FreshetException e) {
                if (left <= 0 || !isWorthAnotherTry(call, e)) {
                    throw e;
                }
                pause(backoff.pause(Duration.ZERO, e.retryAfter()));
            }
        }
    }

    private void pause(Duration time) {
        try {
            timing.pause(time, new CountDownLatch(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FreshetConnectionException.interrupted(e);
        }
    }

    /// Where nothing was taken, or taking it twice is the same as once.
    static boolean isWorthAnotherTry(Call call, FreshetException failure) {
        if (failure instanceof FreshetConnectionException connection) {
            return !connection.sent() || call.isSafe();
        }
        FreshetApiException answer = (FreshetApiException) failure;
        return answer.status() == 429
                || answer.code().equals("starting")
                || (call.isSafe() && answer.status() == 503);
    }

    private JsonNode once(Call call) {
        long limit = timeout.plus(call.waits()).toNanos();
        long began = timing.nanoTime();
        return answer(request(call), () -> limit - (timing.nanoTime() - began));
    }

    private HttpRequest request(Call call) {
        BodyPublisher body =
                call.body() == null
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofByteArray(JsonText.bytes(call.body()));
        HttpRequest.Builder request = request(call.target()).method(call.method(), body);
        if (call.body() != null) {
            request.header("Content-Type", call.mediaType());
        }
        return request.build();
    }

    /// Sends lines as they are read, and waits as long as any is read; then for the answer.
    <T> T upload(Call call, InputStream lines, Class<T> type) {
        Upload sent = new Upload(lines, timing);
        HttpRequest request =
                request(call.target())
                        .POST(BodyPublishers.ofInputStream(() -> sent))
                        .header("Content-Type", NDJSON)
                        .build();
        long limit = SILENCE_MAX.plus(call.waits()).toNanos();
        try {
            JsonNode tree = answer(request, () -> limit - (timing.nanoTime() - sent.readAt()));
            return read(call, tree, type);
        } catch (FreshetConnectionException e) {
            sent.rethrow();
            throw e;
        }
    }

    /// Writes an answer to where it goes as it comes, and waits as long as any comes.
    ///
    /// @return its last bytes
    byte[] download(Call call, OutputStream target) {
        Download taken = new Download(target, timing);
        LongSupplier left = () -> SILENCE_MAX.toNanos() - (timing.nanoTime() - taken.writtenAt());
        try {
            return whole(
                    request(call),
                    head ->
                            isFine(head.statusCode())
                                    ? taken
                                    : HttpResponse.BodySubscribers.ofByteArray(),
                    left);
        } catch (FreshetConnectionException e) {
            taken.rethrow();
            throw e;
        }
    }

    private static boolean isFine(int status) {
        return status / 100 == 2;
    }

    private HttpRequest.Builder request(String target) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + target))
                        .header("Accept", "application/json")
                        .header("User-Agent", "freshet-client-java");
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }

    /// @param nanosLeft until it is given up
    private JsonNode answer(HttpRequest request, LongSupplier nanosLeft) {
        byte[] body = whole(request, BodyHandlers.ofByteArray(), nanosLeft);
        try {
            return JsonText.read(body);
        } catch (JacksonException e) {
            throw noAnswerOfFreshet(request.method() + " " + request.uri().getPath(), e);
        }
    }

    private byte[] whole(HttpRequest request, BodyHandler<byte[]> handler, LongSupplier nanosLeft) {
        HttpResponse<byte[]> response = response(request, handler, nanosLeft);
        if (!isFine(response.statusCode())) {
            throw problem(response.statusCode(), response.headers(), response.body());
        }
        return response.body();
    }

    private static HttpResponse<byte[]> ended(
            CompletableFuture<HttpResponse<byte[]>> answer, long nanos)
            throws TimeoutException, InterruptedException {
        try {
            return answer.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw FreshetConnectionException.of(cause == null ? e : cause);
        }
    }

    private HttpResponse<byte[]> response(
            HttpRequest request, BodyHandler<byte[]> handler, LongSupplier nanosLeft) {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, handler);
        try {
            while (true) {
                long left = nanosLeft.getAsLong();
                if (left <= 0 && !answer.isDone()) {
                    answer.cancel(true);
                    throw FreshetConnectionException.timedOut(
                            "no answer in time to "
                                    + request.method()
                                    + " "
                                    + request.uri().getPath());
                }
                try {
                    return ended(answer, Math.max(1, left));
                } catch (TimeoutException e) {
                    // Where it still makes headway there is time left.
                }
            }
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw FreshetConnectionException.interrupted(e);
        }
    }

    private static <T> T read(Call call, JsonNode tree, Class<T> type) {
        try {
            return JsonText.as(tree, type);
        } catch (JacksonException e) {
            throw noAnswerOfFreshet(call.method() + " " + call.path(), e);
        }
    }

    private static FreshetApiException noAnswerOfFreshet(String request, JacksonException cause) {
        return new FreshetApiException("the answer to " + request + " is none of Freshet's", cause);
    }

    /// Whoever made the answer: a proxy's page is one, too.
    static FreshetApiException problem(int status, HttpHeaders headers, byte @Nullable [] body) {
        Map<String, Object> problem = Map.of();
        try {
            byte[] json = body == null ? "{}".getBytes(StandardCharsets.UTF_8) : body;
            problem = JsonText.object(JsonText.read(json));
        } catch (JacksonException e) {
            // It says no more than its status.
        }
        Duration hint =
                headers.firstValue("Retry-After")
                        .map(value -> RetryAfter.read(value, Instant.now()))
                        .orElse(null);
        return new FreshetApiException(status, problem, hint, "the answer was HTTP " + status);
    }
}

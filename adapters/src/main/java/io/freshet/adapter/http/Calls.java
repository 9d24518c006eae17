package io.freshet.adapter.http;

import io.freshet.FreshetException;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks an endpoint over HTTP, one request for each call and none twice. Redirects are not
/// followed, since the key would go with them. No message of a failure quotes an answer, which may
/// quote a key or a document. Blocking; safe for any thread.
public final class Calls implements AutoCloseable {
    /// An answer may repeat what it was asked.
    private static final long ANSWER_BYTES_MAX = 64L << 20;

    private final String who;
    private final String keyName;
    private final InstantSource clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;

    /// Connects to nothing yet.
    ///
    /// @param who is asked, as failures name it: `the reranker`
    /// @param keyName where its key stands, for whom it is refused; may be empty
    /// @param clock that a `Retry-After` is compared with where the answer has no date
    public Calls(String who, String keyName, Duration connectTimeout, InstantSource clock) {
        this.who = who;
        this.keyName = keyName.isEmpty() ? "" : " of " + keyName;
        this.clock = clock;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(connectTimeout)
                        .executor(threads)
                        .build();
    }

    /// The body of an answer of status 200.
    ///
    /// @param deadline for the whole answer; the client's own ends with the headers
    /// @throws Refused where the answer is about the content: 400, 413, 422
    /// @throws Unavailable at any other status, and where there was no answer
    public byte[] ask(HttpRequest request, Duration deadline) {
        HttpResponse<byte[]> response = answer(request, deadline);
        if (response.statusCode() != 200) {
            throw failure(response);
        }
        return response.body();
    }

    /// An answer of any status.
    ///
    /// @throws Unavailable where there was none
    public HttpResponse<byte[]> answer(HttpRequest request, Duration deadline) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(
                        request,
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
        try {
            return answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new Unavailable(who + " gave no answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("the wait for " + who + " was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw new Unavailable(
                        who
                                + " cannot be reached at "
                                + request.uri().getRawAuthority()
                                + ": "
                                + failure.getClass().getSimpleName(),
                        failure);
            }
            throw new IllegalStateException("the request failed", e);
        } finally {
            answer.cancel(true);
        }
    }

    /// What an answer of another status than 200 means.
    public FreshetException failure(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        return switch (status) {
            case 400, 413, 422 -> new Refused(who + " refuses what it was asked: " + status);
            case 401, 403 ->
                    new Unavailable(
                            who + " refuses the key" + keyName + ": " + status, Duration.ZERO);
            case 404, 405, 410 ->
                    new Unavailable(
                            who + " answered " + status + ": it does not know this url or model",
                            Duration.ZERO);
            case 429 ->
                    Unavailable.busy(
                            who + " answered 429: too many requests",
                            RetryAfter.of(response.headers(), clock.instant()));
            default ->
                    new Unavailable(
                            who + " answered " + status,
                            RetryAfter.of(response.headers(), clock.instant()));
        };
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }
}

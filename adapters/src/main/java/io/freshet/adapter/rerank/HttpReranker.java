package io.freshet.adapter.rerank;

import io.freshet.FreshetException;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Text;
import io.freshet.spi.Reranker;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.node.ObjectNode;

/// Asks an endpoint over HTTP, one request for each call and none twice: who asks has a person
/// waiting and an order without it. Redirects are not followed, since the key would go with them.
/// Safe for any thread.
public final class HttpReranker implements Reranker {
    /// Some endpoints repeat the documents.
    private static final long ANSWER_BYTES_MAX = 64L << 20;

    private static final int RETRY_AFTER_DIGITS_MAX = 9;

    private final RerankSettings settings;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;

    /// Connects to nothing yet.
    public HttpReranker(RerankSettings settings) {
        this.settings = settings;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .executor(threads)
                        .build();
    }

    @Override
    public Limits limits() {
        return settings.limits();
    }

    @Override
    public List<Score> rerank(String query, List<String> documents, Duration deadline) {
        HttpResponse<byte[]> response = answer(request(query, documents), deadline);
        if (response.statusCode() != 200) {
            throw failure(response.statusCode(), response.headers());
        }
        return Answer.read(response.body());
    }

    private HttpRequest request(String query, List<String> documents) {
        ObjectNode body =
                settings.shape()
                        .body(
                                Answer.JSON,
                                Text.wellFormed(query),
                                documents.stream().map(Text::wellFormed).toList());
        if (!settings.model().isEmpty()) {
            body.put("model", settings.model());
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(settings.url())
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json")
                        .POST(BodyPublishers.ofByteArray(Answer.JSON.writeValueAsBytes(body)));
        if (!settings.key().isEmpty()) {
            request.header("Authorization", "Bearer " + settings.key());
        }
        return request.build();
    }

    /// The deadline is for the whole answer; the client's own ends with the headers.
    private HttpResponse<byte[]> answer(HttpRequest request, Duration deadline) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(
                        request,
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
        try {
            return answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new Unavailable("the reranker gave no answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("the wait for the reranker was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw new Unavailable("the reranker cannot be reached", failure);
            }
            throw new IllegalStateException("the request failed", e);
        } finally {
            answer.cancel(true);
        }
    }

    private static FreshetException failure(int status, HttpHeaders headers) {
        return switch (status) {
            case 400, 413, 422 -> new Refused("the reranker refuses what it was asked: " + status);
            case 401, 403 ->
                    new Unavailable("the reranker refuses the key: " + status, Duration.ZERO);
            case 404, 405 ->
                    new Unavailable("no reranker answers at this url: " + status, Duration.ZERO);
            default -> new Unavailable("the reranker answered " + status, retryAfter(headers));
        };
    }

    /// In seconds; a date counts as nothing said.
    private static Duration retryAfter(HttpHeaders headers) {
        return headers.firstValue("Retry-After")
                .map(String::strip)
                .filter(value -> value.matches("\\d{1," + RETRY_AFTER_DIGITS_MAX + "}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }
}

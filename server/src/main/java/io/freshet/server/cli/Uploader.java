package io.freshet.server.cli;

import io.freshet.server.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Sends documents in batches, several requests at a time, and waits until they are searchable.
/// Confined to one thread; its requests run on threads of their own.
final class Uploader {
    private static final int BATCH_DOCUMENTS_MAX = 20;
    private static final long BATCH_BYTES_MAX = 512 * 1024;
    private static final int IN_FLIGHT_MAX = 4;
    private static final int TRIES_MAX = 60;
    private static final int BUSY = 429;
    private static final int UNAVAILABLE = 503;
    private static final int RETRY_SECONDS_MAX = 10;

    private final ApiClient client;
    private final String path;
    private final Progress progress;

    /// @param path of the collection
    Uploader(ApiClient client, String path, Progress progress) {
        this.client = client;
        this.path = path;
        this.progress = progress;
    }

    /// What became of a batch.
    ///
    /// @param answer the server's
    record Sent(List<String> documents, int notText, JsonNode answer) {}

    List<Sent> send(List<DocumentFiles.Document> documents) throws InterruptedException {
        Semaphore places = new Semaphore(IN_FLIGHT_MAX);
        List<Future<Sent>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (List<DocumentFiles.Document> batch : batches(documents)) {
                places.acquire();
                if (running.stream().anyMatch(Uploader::hasFailed)) {
                    break;
                }
                running.add(threads.submit(releasing(places, () -> sendBatch(batch))));
            }
            List<Sent> sent = new ArrayList<>();
            for (Future<Sent> one : running) {
                sent.add(result(one));
            }
            return sent;
        }
    }

    private static boolean hasFailed(Future<Sent> sent) {
        return sent.state() == Future.State.FAILED;
    }

    private static <T> Callable<T> releasing(Semaphore places, Callable<T> call) {
        return () -> {
            try {
                return call.call();
            } finally {
                places.release();
            }
        };
    }

    private static Sent result(Future<Sent> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new CommandFailed("sending failed: " + e.getCause());
        }
    }

    private static List<List<DocumentFiles.Document>> batches(
            List<DocumentFiles.Document> documents) {
        List<List<DocumentFiles.Document>> batches = new ArrayList<>();
        List<DocumentFiles.Document> batch = new ArrayList<>();
        long bytes = 0;
        for (DocumentFiles.Document document : documents) {
            boolean isFull =
                    batch.size() == BATCH_DOCUMENTS_MAX
                            || bytes + document.bytes() > BATCH_BYTES_MAX;
            if (isFull && !batch.isEmpty()) {
                batches.add(batch);
                batch = new ArrayList<>();
                bytes = 0;
            }
            batch.add(document);
            bytes += document.bytes();
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }

    private Sent sendBatch(List<DocumentFiles.Document> batch)
            throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        ObjectNode body = Json.object();
        ArrayNode events = body.putArray("events");
        for (DocumentFiles.Document document : batch) {
            document.text()
                    .ifPresent(
                            text -> {
                                events.add(event(document.id(), text, document.mediaType()));
                                ids.add(document.id());
                            });
        }
        JsonNode answer = ids.isEmpty() ? Json.object() : offer(body);
        progress.add(batch.size());
        return new Sent(ids, batch.size() - ids.size(), answer);
    }

    static ObjectNode event(String id, String text, String mediaType) {
        return Json.object()
                .put("event_type", "update")
                .put("document_id", id)
                .put("text", text)
                .put("media_type", mediaType);
    }

    /// A server that is busy or starting is asked again when it says so.
    JsonNode offer(ObjectNode body) throws InterruptedException {
        ApiClient.Answer answer = client.offer(path + "/events?wait=visible&timeout=60s", body);
        for (int tries = 1; isLater(answer) && tries < TRIES_MAX; tries++) {
            Thread.sleep(retryAfter(answer));
            answer = client.offer(path + "/events?wait=visible&timeout=60s", body);
        }
        if (!answer.isOk()) {
            throw answer.failed();
        }
        return answer.body();
    }

    private static boolean isLater(ApiClient.Answer answer) {
        return answer.status() == BUSY || answer.status() == UNAVAILABLE;
    }

    private static Duration retryAfter(ApiClient.Answer answer) {
        try {
            long seconds = Long.parseLong(answer.retryAfter().orElse("1"));
            return Duration.ofSeconds(Math.clamp(seconds, 1, RETRY_SECONDS_MAX));
        } catch (NumberFormatException _) {
            return Duration.ofSeconds(1);
        }
    }
}

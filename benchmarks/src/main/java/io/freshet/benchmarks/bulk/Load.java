package io.freshet.benchmarks.bulk;

import io.freshet.benchmarks.running.Client;
import io.freshet.benchmarks.running.EventLine;
import io.freshet.benchmarks.running.Pages;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// Documents of one chunk each, sent as one stream of events while somebody searches. Confined to
/// one thread, but for the searches, which have their own.
final class Load {
    private static final long SEED = 1;
    private static final int HITS = 10;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Client client;
    private final int documents;

    Load(Client client, int documents) {
        this.client = client;
        this.documents = documents;
    }

    /// @param accepted seconds until all were on disk
    /// @param searchable seconds until all were searchable
    /// @param chunks that there are then
    /// @param searches their times in nanoseconds, in order of time
    record Done(
            double accepted, double searchable, long documents, long chunks, List<Long> searches) {
        Done {
            searches = searches.stream().sorted().toList();
        }

        double searchMs(double share) {
            return searches.isEmpty()
                    ? 0
                    : searches.get((int) (share * (searches.size() - 1))) / 1e6;
        }
    }

    Done run() throws InterruptedException {
        Searcher searcher = new Searcher();
        Thread searching = Thread.ofVirtual().start(searcher);
        long start = System.nanoTime();
        long accepted;
        try {
            JsonNode answer = client.lines(BodyPublishers.ofByteArrays(this::events));
            accepted = System.nanoTime();
            if (answer.path("accepted").asLong() != documents) {
                throw new IllegalStateException("not all accepted: " + answer);
            }
            client.awaitIdle();
        } finally {
            searcher.stop(searching);
        }
        long searchable = System.nanoTime();
        searcher.check();
        JsonNode status = client.status();
        return new Done(
                (accepted - start) / 1e9,
                (searchable - start) / 1e9,
                status.path("documents").asLong(),
                status.path("chunks").asLong(),
                searcher.nanos());
    }

    static String id(int document) {
        return "bulk/page-%06d.md".formatted(document);
    }

    /// A word that no other document holds.
    static String word(int document) {
        return "bulkword" + document;
    }

    /// Made while they are sent.
    private Iterator<byte[]> events() {
        Pages pages = new Pages(SEED);
        return IntStream.range(0, documents).mapToObj(i -> event(i, pages)).iterator();
    }

    private static byte[] event(int document, Pages pages) {
        String text = pages.paragraph() + " " + word(document) + ".\n";
        return EventLine.bytes(EventLine.upsert(id(document), text));
    }

    /// Asks a question, and the next one a moment after the answer.
    private final class Searcher implements Runnable {
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final Pages questions = new Pages(SEED + 1);
        private final List<Long> nanos = new ArrayList<>();
        private Optional<RuntimeException> failure = Optional.empty();

        @Override
        public void run() {
            try {
                while (!stopped.get()) {
                    long start = System.nanoTime();
                    client.search(questions.question(), "hybrid", HITS);
                    nanos.add(System.nanoTime() - start);
                    Thread.sleep(PAUSE);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IllegalStateException | UncheckedIOException e) {
                failure = Optional.of(e);
            }
        }

        /// Once it has stopped: every search was answered.
        private void check() {
            failure.ifPresent(
                    e -> {
                        throw e;
                    });
        }

        private void stop(Thread thread) throws InterruptedException {
            stopped.set(true);
            thread.join();
        }

        private List<Long> nanos() {
            return nanos;
        }
    }
}

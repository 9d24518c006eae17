package io.freshet.server.stream;

import io.freshet.Metadata;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Twenty subscribers that read, one that stops, and 200,000 announced changes, in a small heap.
/// Run in a JVM of its own by [SlowReaderTest]; prints what it measured.
final class SlowReader {
    private static final int READERS = 20;
    private static final int VERSIONS = 2_000;
    private static final int CHANGES_PER_VERSION = 100;
    private static final int FRAMES = VERSIONS * (CHANGES_PER_VERSION + 1);
    private static final int FIRST_PART = VERSIONS / 10;
    private static final long WAIT_SECONDS = 600;
    private static final String SUBSCRIBE =
            "{\"action\":\"subscribe\",\"collection\":\"knowledge_base\"}";

    private SlowReader() {}

    public static void main(String[] args) throws Exception {
        Metadata metadata = Metadata.of(Map.of("team", "billing", "note", "n".repeat(200)));
        try (var server = StreamServer.start();
                var slow = new RawSubscriber(server.port())) {
            var collection =
                    server.collection(
                            StreamServer.KNOWLEDGE_BASE, 0, CHANGES_PER_VERSION, metadata);
            slow.send(SUBSCRIBE);
            expect(slow.next(), "connected");
            expect(slow.next(), "subscribed");
            List<Reader> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(new Reader(server.uri("ws", "/v1/stream")));
            }
            for (Reader reader : readers) {
                await(reader.subscribed);
            }

            collection.announce(FIRST_PART);
            for (Reader reader : readers) {
                await(reader.firstPart);
            }
            long heapBefore = heapBytes();
            collection.announce(VERSIONS - FIRST_PART);
            for (Reader reader : readers) {
                await(reader.all);
            }
            long heapAfter = heapBytes();

            System.out.println("frames of each reader: " + FRAMES);
            System.out.println("heap growth in KiB: " + (heapAfter - heapBefore) / 1024);
            readTheRest(slow);
            System.out.println("frames of the slow one: " + FRAMES);
            readers.forEach(Reader::close);
        }
    }

    /// It goes on where it stopped, and nothing is missing.
    private static void readTheRest(RawSubscriber slow) throws IOException {
        for (int frame = 0; frame < FRAMES; frame++) {
            expect(slow.next(), expected(frame));
        }
    }

    private static void expect(String frame, String part) {
        if (!frame.contains(part)) {
            throw new IllegalStateException(part + " was expected: " + frame);
        }
    }

    private static String expected(int frame) {
        int version = frame / (CHANGES_PER_VERSION + 1) + 1;
        int ordinal = frame % (CHANGES_PER_VERSION + 1) + 1;
        return "\"history0."
                + version
                + "-"
                + (ordinal > CHANGES_PER_VERSION ? "" : ordinal)
                + "\"";
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a reader waits for ever");
        }
    }

    private static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /// Checks each frame as it comes, and keeps none.
    private static final class Reader implements WebSocket.Listener {
        private final CountDownLatch subscribed = new CountDownLatch(1);
        private final CountDownLatch firstPart = new CountDownLatch(1);
        private final CountDownLatch all = new CountDownLatch(1);
        private final StringBuilder partial = new StringBuilder();
        private final WebSocket socket;
        private int frames;

        Reader(URI uri) {
            socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, this).join();
            socket.sendText(SUBSCRIBE, true).join();
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                handle(partial.toString());
                partial.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        private void handle(String frame) {
            if (subscribed.getCount() > 0) {
                if (frame.contains("subscribed")) {
                    subscribed.countDown();
                }
                return;
            }
            expect(frame, expected(frames));
            frames++;
            if (frames == FIRST_PART * (CHANGES_PER_VERSION + 1)) {
                firstPart.countDown();
            }
            if (frames == FRAMES) {
                all.countDown();
            }
        }

        void close() {
            socket.abort();
        }
    }
}

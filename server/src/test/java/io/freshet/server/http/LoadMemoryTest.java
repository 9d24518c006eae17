package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.CollectionName;
import io.freshet.spi.Adapters;
import io.freshet.spi.Journal;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// A load takes no more memory the longer it is, and waits where the backlog is full.
final class LoadMemoryTest {
    private static final long BYTES = 200L << 20;
    private static final long GROWTH_MAX = 24L << 20;

    @Test
    void theHeapStaysFlatWhileALongLoadStreamsIn() throws Exception {
        byte[] line =
                ("{\"type\":\"update\",\"document_id\":\"a\",\"event_id\":\"once\",\"text\":\""
                                + "word ".repeat(4000)
                                + "\"}\n")
                        .getBytes(StandardCharsets.UTF_8);
        long lines = BYTES / line.length;
        List<Long> heap = new ArrayList<>();
        try (Served served = Served.start();
                Socket socket =
                        new Socket(InetAddress.ofLiteral("127.0.0.1"), served.wire.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    NdjsonTest.head(
                            "/v1/collections/knowledge_base/events",
                            "Content-Length: " + lines * line.length));
            for (long i = 0; i < lines; i++) {
                out.write(line);
                if (i % (lines / 8) == lines / 16) {
                    heap.add(usedHeap());
                }
            }
            var json = Wire.answer(socket).json();
            assertThat(json.path("accepted").asLong()).isEqualTo(1);
            assertThat(json.path("deduplicated").asLong()).isEqualTo(lines - 1);
        }
        long first = heap.getFirst();
        assertThat(Collections.max(heap) - first).as("heap: " + heap).isLessThan(GROWTH_MAX);
    }

    /// As the collector left it: what is used a moment later is what others have made meanwhile,
    /// and on a busy machine a moment is long.
    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
    }

    @Test
    void whereTheBacklogIsFullNothingMoreIsReadUntilItIsNot() throws Exception {
        AtomicBoolean full = new AtomicBoolean(true);
        AtomicLong asked = new AtomicLong();
        byte[] line =
                ("{\"type\":\"delete\",\"document_id\":\"a\",\"event_id\":\"once\"}"
                                + " ".repeat(100_000)
                                + "\n")
                        .getBytes(StandardCharsets.UTF_8);
        int lines = 400;
        AtomicLong sent = new AtomicLong();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                Served served = Served.start(HttpSettings.DEFAULT.withPort(0), full(full, asked));
                Socket socket =
                        new Socket(InetAddress.ofLiteral("127.0.0.1"), served.wire.port())) {
            var sending = threads.submit(() -> send(socket, line, lines, sent));
            await().until(() -> asked.get() >= 2);
            assertThat(sending.isDone()).isFalse();
            assertThat(sent.get()).isLessThan(lines);

            full.set(false);

            sending.get(5, TimeUnit.MINUTES);
            var json = Wire.answer(socket).json();
            assertThat(json.path("accepted").asInt()).isEqualTo(1);
            assertThat(json.path("deduplicated").asInt()).isEqualTo(lines - 1);
        }
    }

    private static boolean send(Socket socket, byte[] line, int lines, AtomicLong sent)
            throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(
                NdjsonTest.head(
                        "/v1/collections/knowledge_base/events",
                        "Content-Length: " + (long) lines * line.length));
        for (int i = 0; i < lines; i++) {
            out.write(line);
            sent.incrementAndGet();
        }
        return true;
    }

    /// Journals that say that their backlog is full.
    private static Adapters full(AtomicBoolean full, AtomicLong asked) {
        MemoryAdapters memory = new MemoryAdapters();
        return (Adapters)
                Proxy.newProxyInstance(
                        Adapters.class.getClassLoader(),
                        new Class<?>[] {Adapters.class},
                        (_, method, arguments) ->
                                method.getName().equals("journal")
                                        ? fullJournal(
                                                memory.journal((CollectionName) arguments[0]),
                                                full,
                                                asked)
                                        : invoke(memory, method, arguments));
    }

    private static Journal fullJournal(Journal real, AtomicBoolean full, AtomicLong asked) {
        return (Journal)
                Proxy.newProxyInstance(
                        Journal.class.getClassLoader(),
                        new Class<?>[] {Journal.class},
                        (_, method, arguments) -> {
                            Object result = invoke(real, method, arguments);
                            boolean isAsked =
                                    full.get()
                                            && result instanceof Journal.Status
                                            && Thread.currentThread().getName().contains("journal");
                            return isAsked ? fullStatus(asked) : result;
                        });
    }

    private static Journal.Status fullStatus(AtomicLong asked) {
        asked.incrementAndGet();
        return new Journal.Status(
                0, 0, 0, 0, 0, 0, 0, 0, 0, 2_000_000, 0, Optional.empty(), List.of());
    }

    private static Object invoke(Object real, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}

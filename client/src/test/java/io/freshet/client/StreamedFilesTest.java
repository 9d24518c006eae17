package io.freshet.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Files go through the client, not into it: each side gives its last piece only once the other has
/// much of what came before.
final class StreamedFilesTest {
    private static final byte[] FIRST = bytes("{\"type\":\"header\"}\n".repeat(1 << 16));
    private static final byte[] LAST = bytes("{\"type\":\"footer\",\"documents\":7}\n");

    private final CountDownLatch there = new CountDownLatch(1);
    private final HttpServer server =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final FreshetCollection notes;

    StreamedFilesTest() throws IOException {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/collections/notes/export", this::export);
        server.createContext("/v1/collections/notes/import", this::take);
        server.start();
        String url = "http://localhost:" + server.getAddress().getPort();
        notes = FreshetClient.connect(url).collection("notes");
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void export(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        body.write(FIRST);
        body.flush();
        ScriptedStream.await(there);
        body.write(LAST);
        exchange.close();
    }

    private void take(HttpExchange exchange) throws IOException {
        InputStream body = exchange.getRequestBody();
        int first = body.readNBytes(FIRST.length / 2).length;
        there.countDown();
        int last = body.readAllBytes().length;
        byte[] answer = bytes("{\"documents\":" + (first + last) + "}");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Test
    void anExportIsWrittenAsItComes() {
        ByteArrayOutputStream file =
                new ByteArrayOutputStream() {
                    @Override
                    public synchronized void write(byte[] bytes, int from, int length) {
                        super.write(bytes, from, length);
                        if (size() >= FIRST.length / 2) {
                            there.countDown();
                        }
                    }
                };

        assertThat(notes.exportTo(file).documents()).isEqualTo(7);

        assertThat(file.size()).isEqualTo(FIRST.length + LAST.length);
    }

    @Test
    void anImportIsSentAsItIsRead() {
        InputStream rest =
                new FilterInputStream(new ByteArrayInputStream(LAST)) {
                    @Override
                    public int read(byte[] into, int from, int length) throws IOException {
                        ScriptedStream.await(there);
                        return super.read(into, from, length);
                    }
                };
        InputStream file = new SequenceInputStream(new ByteArrayInputStream(FIRST), rest);

        Imported imported = notes.importFrom(ImportRequest.of(file));

        assertThat(imported.documents()).isEqualTo(FIRST.length + LAST.length);
    }
}

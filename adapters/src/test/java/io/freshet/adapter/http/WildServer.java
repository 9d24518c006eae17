package io.freshet.adapter.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An endpoint on this machine that answers byte for byte as it is told, down to what no server
/// should send. Each connection is for one request.
public final class WildServer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final ServerSocket socket;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Function<List<String>, Answer> script;

    /// @param script the answer to a request for the vectors of these texts
    public WildServer(Function<List<String>, Answer> script) {
        this.script = script;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /// What is sent, and what comes after it.
    public record Answer(byte[] bytes, After after) {
        /// A whole answer, as it should be.
        public static Answer whole(int status, String headers, String body) {
            byte[] content = body.getBytes(StandardCharsets.UTF_8);
            return raw(head(status, headers, content.length) + body, After.CLOSE);
        }

        public static String head(int status, String headers, int length) {
            return "HTTP/1.1 %d As It Is\r\nConnection: close\r\nContent-Length: %d\r\n%s\r\n"
                    .formatted(status, length, headers);
        }

        public static Answer raw(String text, After after) {
            return new Answer(text.getBytes(StandardCharsets.UTF_8), after);
        }
    }

    public enum After {
        CLOSE,
        /// Nothing more comes, and the connection stays.
        HANG,
        RESET,
        /// The bytes come one by one, and nobody would wait for all of them.
        DRIP
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/v1");
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket one = socket.accept();
                Thread.ofVirtual().start(() -> serve(one));
            } catch (IOException _) {
                return; // it is closed
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            Answer answer = script.apply(texts(connection.getInputStream()));
            send(connection.getOutputStream(), answer);
            if (answer.after() == After.HANG) {
                over.await();
            }
            if (answer.after() == After.RESET) {
                connection.setSoLinger(true, 0);
            }
        } catch (IOException _) {
            // whoever asked is gone
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(OutputStream out, Answer answer) throws IOException, InterruptedException {
        if (answer.after() != After.DRIP) {
            out.write(answer.bytes());
            out.flush();
            return;
        }
        for (byte each : answer.bytes()) {
            out.write(each);
            out.flush();
            if (over.await(10, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private static List<String> texts(InputStream in) throws IOException {
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        JsonNode body = JSON.readTree(in.readNBytes(length));
        List<String> texts = new ArrayList<>();
        body.path("input").forEach(text -> texts.add(text.stringValue()));
        return texts;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        over.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

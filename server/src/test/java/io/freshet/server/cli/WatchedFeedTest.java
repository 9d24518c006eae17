package io.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A server that is there and says nothing.
final class WatchedFeedTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final byte[] SPOKEN = frame("{\"type\":\"spoken\"}");
    private static final String ACCEPTED_WITH = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listening;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    WatchedFeedTest() throws IOException {
        listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        listening.close();
        for (Socket each : connections) {
            each.close();
        }
    }

    private WatchedFeed feed(Duration open, Duration silence, List<String> notes) {
        URI stream = URI.create("ws://127.0.0.1:" + listening.getLocalPort() + "/v1/stream");
        return new WatchedFeed(
                stream, "docs", -1, notes::add, new WatchedFeed.Limits(open, silence));
    }

    @Test
    void aServerThatTakesAConnectionAndNeverOpensItIsGivenUp() {
        WatchedFeed feed = feed(SHORT, LONG, new ArrayList<>());
        assertThatThrownBy(() -> feed.follow(_ -> true)).isInstanceOf(CommandFailed.class);
    }

    @Test
    void aConnectionOnWhichNothingComesIsMadeAgain() throws Exception {
        speakOnEach(new byte[0], SPOKEN);
        List<String> notes = new ArrayList<>();
        List<String> seen = new ArrayList<>();

        feed(LONG, SHORT, notes).follow(frame -> !seen.add(frame.path("type").asString()));

        assertThat(seen).containsExactly("spoken");
        assertThat(notes).isNotEmpty().allMatch(note -> note.contains("connecting again"));
    }

    @Test
    void aCollectionThatCannotAnswerNowIsAskedAgain() throws Exception {
        String error = "{\"type\":\"error\",\"code\":\"unavailable\",\"message\":\"not now\"}";
        speakOnEach(frame(error), SPOKEN);
        List<String> notes = new ArrayList<>();
        List<String> seen = new ArrayList<>();

        feed(LONG, LONG, notes).follow(frame -> !seen.add(frame.path("type").asString()));

        assertThat(seen).containsExactly("spoken");
        assertThat(notes).singleElement().asString().contains("not now; trying again in");
    }

    /// On the first connection, and on those that come after it.
    private void speakOnEach(byte[] first, byte[] then) {
        Thread.ofVirtual()
                .start(
                        () -> {
                            while (!listening.isClosed()) {
                                speak(connections.isEmpty() ? first : then);
                            }
                        });
    }

    private void speak(byte[] said) {
        try {
            Socket socket = listening.accept();
            connections.add(socket);
            open(socket, said);
        } catch (IOException _) {
            // the test is over, or the client has left this connection
        }
    }

    private static byte[] frame(String text) {
        String head = "\u0081" + (char) text.length();
        return (head + text).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void open(Socket socket, byte[] said) throws IOException {
        var lines =
                new BufferedReader(
                        new InputStreamReader(
                                socket.getInputStream(), StandardCharsets.ISO_8859_1));
        String key = "";
        for (String line = lines.readLine(); line != null && !line.isEmpty(); ) {
            key = line.startsWith("Sec-WebSocket-Key: ") ? line.substring(19) : key;
            line = lines.readLine();
        }
        String head =
                """
                HTTP/1.1 101 Switching Protocols
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Accept: %s

                """
                        .formatted(accept(key))
                        .replace("\n", "\r\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(said);
        socket.getOutputStream().write(all.toByteArray());
    }

    private static String accept(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + ACCEPTED_WITH).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.freshet.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes one connection after the other and says on each the bytes that it is given.
final class RawServer implements AutoCloseable {
    private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *(\\S+)");
    private static final String PROTOCOL_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listening;
    private java.net.Socket accepted;

    RawServer() throws IOException {
        listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    int port() {
        return listening.getLocalPort();
    }

    /// Answers the next request with this head, in a thread of its own.
    Thread answers(String... head) {
        return Thread.startVirtualThread(
                () -> {
                    try {
                        request();
                        write(
                                (String.join("\r\n", head) + "\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /// Opens the WebSocket that is asked for next, and says these bytes on it.
    Thread opens(byte[]... frames) {
        return Thread.startVirtualThread(
                () -> {
                    try {
                        Matcher key = KEY.matcher(request());
                        key.find();
                        write(
                                ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                                + "Connection: Upgrade\r\nSec-WebSocket-Accept: "
                                                + accept(key.group(1))
                                                + "\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                        for (byte[] frame : frames) {
                            write(frame);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private String request() throws IOException {
        accepted = listening.accept();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        InputStream in = accepted.getInputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException("a request was expected: " + head);
            }
            head.write(octet);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private void write(byte[] bytes) throws IOException {
        accepted.getOutputStream().write(bytes);
        accepted.getOutputStream().flush();
    }

    /// What the client says next, its mask taken off: the first byte of the frame, then its
    /// payload.
    byte[] heard() throws IOException {
        InputStream in = accepted.getInputStream();
        int first = in.read();
        int length = in.read() & 0x7f;
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        byte[] all = new byte[1 + length];
        all[0] = (byte) first;
        for (int i = 0; i < length; i++) {
            all[i + 1] = (byte) (payload[i] ^ mask[i % 4]);
        }
        return all;
    }

    /// @param kind the first byte: 0x81 a text, 0x01 its beginning, 0x80 its end, 0x89 a ping, 0x88
    ///   a close
    static byte[] frame(int kind, byte... payload) {
        byte[] frame = new byte[2 + payload.length];
        frame[0] = (byte) kind;
        frame[1] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 2, payload.length);
        return frame;
    }

    static byte[] frame(int kind, String payload) {
        return frame(kind, payload.getBytes(StandardCharsets.UTF_8));
    }

    private static String accept(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + PROTOCOL_GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        if (accepted != null) {
            accepted.close();
        }
    }
}

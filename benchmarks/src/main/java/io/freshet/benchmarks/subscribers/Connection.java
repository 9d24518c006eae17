package io.freshet.benchmarks.subscribers;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A WebSocket by hand, as light as it can be: it holds no buffer, and reads from its socket only
/// when it is told to. Confined to one thread.
final class Connection implements AutoCloseable {
    private static final int RECEIVE_BYTES = 16 * 1024;
    private static final int MASKED = 0x80;
    private static final int FINAL_TEXT = 0x81;
    private static final int PING = 0x89;
    private static final int TWO_BYTES = 126;
    private static final int HEADER_BYTES = 6;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    Connection(int port) throws IOException {
        socket.setReceiveBufferSize(RECEIVE_BYTES);
        // Cut at once, so that the port is free again at once.
        socket.setSoLinger(true, 0);
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        in = new DataInputStream(socket.getInputStream());
        String request =
                """
                GET /v1/stream HTTP/1.1
                Host: localhost:%d
                Connection: Upgrade
                Upgrade: websocket
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

                """
                        .formatted(port)
                        .replace("\n", "\r\n");
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        readHead();
    }

    private void readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("no answer to the handshake: " + head);
            }
            head.append((char) next);
        }
        if (head.indexOf("HTTP/1.1 101 ") != 0) {
            throw new IOException("no WebSocket: " + head);
        }
    }

    /// At most 65,535 bytes, masked with zeros.
    void send(String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        boolean isShort = payload.length < TWO_BYTES;
        int header = isShort ? HEADER_BYTES : HEADER_BYTES + 2;
        byte[] frame = new byte[header + payload.length];
        frame[0] = (byte) FINAL_TEXT;
        frame[1] = (byte) (MASKED | (isShort ? payload.length : TWO_BYTES));
        if (!isShort) {
            frame[2] = (byte) (payload.length >> 8);
            frame[3] = (byte) payload.length;
        }
        System.arraycopy(payload, 0, frame, header, payload.length);
        socket.getOutputStream().write(frame);
    }

    /// The next frame of text; what is no text ends it, but for a ping.
    String next() throws IOException {
        int head = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        byte[] payload = in.readNBytes(length == TWO_BYTES ? in.readUnsignedShort() : length);
        if (head == PING) {
            return next();
        }
        if (head != FINAL_TEXT) {
            throw new IOException("the server closed the connection");
        }
        return new String(payload, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

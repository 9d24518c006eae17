package io.freshet.server.stream;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A WebSocket client by hand, which reads from its socket only when it is told to: what an
/// ordinary client's library would keep in memory stays with the server.
final class RawSubscriber implements AutoCloseable {
    private static final int RECEIVE_BUFFER_BYTES = 16 * 1024;
    private static final int SILENCE_MS_MAX = 300_000;
    private static final int MASKED = 0x80;
    private static final int FINAL_TEXT = 0x81;
    private static final int PING = 0x89;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    RawSubscriber(int port) throws IOException {
        socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
        socket.setSoTimeout(SILENCE_MS_MAX);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
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
        readHead(in);
    }

    private static void readHead(InputStream in) throws IOException {
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

    /// At most 125 bytes, masked with zeros.
    void send(String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[6 + payload.length];
        frame[0] = (byte) FINAL_TEXT;
        frame[1] = (byte) (MASKED | payload.length);
        System.arraycopy(payload, 0, frame, 6, payload.length);
        socket.getOutputStream().write(frame);
    }

    /// The next frame of text.
    String next() throws IOException {
        int head = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        }
        byte[] payload = in.readNBytes(length);
        if (head == PING) {
            return next();
        }
        return new String(payload, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

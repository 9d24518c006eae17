package io.freshet.benchmarks.subscribers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

final class ConnectionTest {
    @Test
    void anAnswerThatIsNoHandshakeIsToldAsItIs() throws IOException {
        var any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        HttpServer server = HttpServer.create(any, 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(503, -1);
                    exchange.close();
                });
        server.start();
        try {
            assertThatThrownBy(() -> new Connection(server.getAddress().getPort()).close())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("503");
        } finally {
            server.stop(0);
        }
    }
}

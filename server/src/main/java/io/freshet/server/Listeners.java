package io.freshet.server;

import io.freshet.server.http.Front;
import io.freshet.server.http.HttpSettings;
import io.freshet.server.http.TransportProblems;
import io.freshet.server.stream.StreamRoutes;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sockets that the server listens on: `localhost` is both loopback addresses, since programs
/// differ in which of the two they try first.
record Listeners(List<WebServer> servers) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final int FREE_PORT_TRIES = 10;
    private static final int HEADERS_BYTES_MAX = 32 * 1024;
    private static final int PROLOGUE_BYTES_MAX = 16 * 1024;

    private static final Http1Config HTTP =
            Http1Config.builder()
                    .validatePath(false)
                    .maxHeadersSize(HEADERS_BYTES_MAX)
                    .maxPrologueLength(PROLOGUE_BYTES_MAX)
                    .build();

    /// What each of them answers.
    record Routes(Front front, StreamRoutes stream) {}

    static Listeners bind(HttpSettings settings, Routes routes) {
        List<InetAddress> addresses = addresses(settings.host());
        int tries = settings.port() == 0 ? FREE_PORT_TRIES : 1;
        for (int i = 1; ; i++) {
            try {
                return bind(addresses, settings.port(), routes);
            } catch (RuntimeException e) {
                if (i == tries) {
                    throw new IllegalStateException(
                            "cannot listen; is another server running there? host="
                                    + settings.host()
                                    + " port="
                                    + settings.port(),
                            e);
                }
                LOG.debug("free port was taken on the other loopback address", e);
            }
        }
    }

    private static Listeners bind(List<InetAddress> addresses, int port, Routes routes) {
        List<WebServer> servers = new ArrayList<>();
        try {
            for (InetAddress address : addresses) {
                int samePort = servers.isEmpty() ? port : servers.getFirst().port();
                servers.add(started(server(address, samePort, routes)));
            }
        } catch (RuntimeException e) {
            servers.forEach(WebServer::stop);
            throw e;
        }
        return new Listeners(List.copyOf(servers));
    }

    /// The server only logs that it could not bind.
    private static WebServer started(WebServer server) {
        server.start();
        if (!server.isRunning() || server.port() <= 0) {
            server.stop();
            throw new IllegalStateException("address cannot be bound");
        }
        return server;
    }

    private static WebServer server(InetAddress address, int port, Routes routes) {
        HttpRouting.Builder http = HttpRouting.builder();
        routes.stream().register(http);
        routes.front().register(http);
        return WebServerConfig.builder()
                .address(address)
                .port(port)
                .shutdownHook(false)
                .directHandlers(TransportProblems.handlers())
                .addRouting(http)
                .addRouting(routes.stream().sockets())
                .addProtocol(routes.stream().protocol())
                .addConnectionSelector(
                        Http1ConnectionSelector.builder()
                                .config(HTTP)
                                .addUpgrader(routes.stream().upgrader(routes.front()::admits))
                                .build())
                .build();
    }

    private static List<InetAddress> addresses(String host) {
        try {
            if (!host.equals("localhost")) {
                return List.of(InetAddress.getAllByName(host));
            }
            InetAddress four = InetAddress.ofLiteral("127.0.0.1");
            InetAddress six = InetAddress.ofLiteral("::1");
            return exists(six) ? List.of(four, six) : List.of(four);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("no such address; host=" + host, e);
        }
    }

    /// Machines without IPv6 lack its loopback address.
    private static boolean exists(InetAddress address) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(address, 0));
            return true;
        } catch (IOException e) {
            LOG.debug("address is not there address={}", address, e);
            return false;
        }
    }

    int port() {
        return servers.getFirst().port();
    }

    @Override
    public void close() {
        servers.forEach(WebServer::stop);
    }
}

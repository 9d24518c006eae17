package io.freshet.server.http;

import java.util.List;

/// Where the server listens and whom it answers.
///
/// @param host `localhost` stands for both loopback addresses
/// @param port 0 takes a free one
/// @param allowedHosts names that a request's `Host` may have besides the loopback ones
/// @param allowedOrigins origins whose pages may call, as browsers write them
/// @param autoCreateCollections whether an event makes an unknown collection
/// @param sizes what a request may hold
public record HttpSettings(
        String host,
        int port,
        List<String> allowedHosts,
        List<String> allowedOrigins,
        boolean autoCreateCollections,
        BodySizes sizes) {
    public static final HttpSettings DEFAULT =
            new HttpSettings("localhost", 8765, List.of(), List.of(), true, BodySizes.DEFAULT);

    public HttpSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("server.port is 0 to 65535; port=" + port);
        }
        allowedHosts = List.copyOf(allowedHosts);
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    public HttpSettings withPort(int other) {
        return new HttpSettings(
                host, other, allowedHosts, allowedOrigins, autoCreateCollections, sizes);
    }
}

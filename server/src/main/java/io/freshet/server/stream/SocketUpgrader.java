package io.freshet.server.stream;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsUpgrader;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Upgrades whom the front admits. Anybody else's request is not upgraded, so that it passes the
/// front as a plain one and is refused there, in the same words as every other.
final class SocketUpgrader extends WsUpgrader {
    // All connections compare with one header whose values are made, without a lock, when they are
    // first asked for: of many first connections at once, one would be answered with a 500.
    static {
        WritableHeaders<?> first = WritableHeaders.create();
        first.add(HeaderNames.UPGRADE, "websocket");
        first.add(HeaderNames.CONNECTION, "Upgrade");
        isWebSocketUpgrade(first);
    }

    private final Predicate<Headers> admits;

    SocketUpgrader(WsConfig config, Predicate<Headers> admits) {
        super(config);
        this.admits = admits;
    }

    @Override
    public @Nullable ServerConnection upgrade(
            ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
        return admits.test(headers) ? super.upgrade(context, prologue, headers) : null;
    }

    /// Decided by then. The check that this replaces knows neither the configured origins nor that
    /// the loopback names are one.
    @Override
    protected void validateOrigin(Headers headers, String origin) {}
}

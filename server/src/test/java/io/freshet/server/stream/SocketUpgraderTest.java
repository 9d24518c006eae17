package io.freshet.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.Header;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsUpgrader;
import java.lang.reflect.Field;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class SocketUpgraderTest {
    /// Many that connect at once right after a start would race to make it, and one of them in some
    /// starts was answered with a 500. When the field is gone, so may the workaround be.
    @Test
    void whatAllConnectionsShareIsMadeBeforeTheFirstOfThem() throws Exception {
        new SocketUpgrader(WsConfig.create(), headers -> true);

        Field shared = WsUpgrader.class.getDeclaredField("CONNECTION_UPGRADE");
        shared.setAccessible(true);
        Header header = (Header) Objects.requireNonNull(shared.get(null));
        Field values = header.getClass().getDeclaredField("values");
        values.setAccessible(true);
        assertThat(values.get(header)).isNotNull();
    }
}

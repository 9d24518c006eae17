package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BodySizesTest {
    private static final String DOCUMENT = "/v1/collections/knowledge_base/documents/a";

    @Test
    void whatIsConfiguredIsTheLimit() throws Exception {
        var sizes = new BodySizes(200, 100, 20);
        var settings = new HttpSettings("localhost", 0, List.of(), List.of(), true, sizes);
        try (var served = Served.start(settings)) {
            assertThat(served.wire.put(DOCUMENT, "x".repeat(100)).status()).isEqualTo(202);
            assertThat(served.wire.put(DOCUMENT, "x".repeat(101)).status()).isEqualTo(413);
            assertThat(served.wire.put(DOCUMENT, "x".repeat(201)).status()).isEqualTo(413);
            assertThat(served.wire.post(EVENTS, withMetadata("x".repeat(12))).status())
                    .isEqualTo(202);
            assertThat(served.wire.post(EVENTS, withMetadata("x".repeat(13))).status())
                    .isEqualTo(413);
        }
    }

    private static final String EVENTS = "/v1/collections/knowledge_base/events";

    /// Its metadata take eight bytes more than the value.
    private static String withMetadata(String value) {
        return "{\"type\":\"insert\",\"document_id\":\"a\",\"text\":\"x\",\"metadata\":{\"k\":\""
                + value
                + "\"}}";
    }
}

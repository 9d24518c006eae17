package io.freshet.server.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.CollectionName;
import io.freshet.Metadata;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class StreamTest {
    private static final CollectionName KB = StreamServer.KNOWLEDGE_BASE;

    @Test
    void aClientOfTheSimplerProtocolIsServedUnchanged() {
        try (var server = StreamServer.start()) {
            var collection = server.collection(KB, 19, 1, Metadata.of(Map.of("team", "billing")));
            try (var client = StreamClient.connect(server.uri("ws", "/"))) {
                JsonNode connected = client.expect("connected");
                assertThat(connected.path("client_id").asString()).isNotEmpty();
                assertThat(connected.path("protocol").asInt()).isEqualTo(1);

                client.say("{'action': 'subscribe', 'collection': 'knowledge_base'}");
                JsonNode subscribed = client.expect("subscribed");
                assertThat(subscribed.path("collection").asString()).isEqualTo("knowledge_base");
                assertThat(subscribed.path("index_version").asLong()).isEqualTo(19);

                collection.announce(1);
                JsonNode event = client.expect("index_update").path("event");
                assertThat(event.path("event_type").asString()).isEqualTo("update");
                assertThat(event.path("document_id").asString()).isEqualTo("20/1");
                assertThat(event.path("timestamp").asString()).isEqualTo("2026-11-24T10:00:00Z");
                assertThat(event.path("index_version").asLong()).isEqualTo(20);
                assertThat(event.path("metadata").path("team").asString()).isEqualTo("billing");
                assertThat(event.path("chunks").path("kept").asInt()).isEqualTo(7);
                JsonNode complete = client.expect("batch_complete");
                assertThat(complete.path("cause").asString()).isEqualTo("events");
                assertThat(complete.path("documents").path("updated").asInt()).isEqualTo(1);

                client.say("{'action': 'ping'}");
                client.expect("pong");
            }
        }
    }

    @Test
    void invalidJsonIsAnErrorAndTheConnectionStays() {
        try (var server = StreamServer.start();
                var client = StreamClient.greeted(server)) {
            client.say("{nonsense");
            JsonNode error = client.expect("error");
            assertThat(error.path("code").asString()).isEqualTo("invalid_json");
            assertThat(error.path("message").asString()).isEqualTo("Invalid JSON");

            client.say("[]");
            assertThat(client.expect("error").path("code").asString()).isEqualTo("invalid_request");
            client.say("{'action': 'sing'}");
            assertThat(client.expect("error").path("code").asString()).isEqualTo("unknown_action");
            client.subscribe("'collection': 'No such name!'");
            assertThat(client.expect("error").path("code").asString())
                    .isEqualTo("invalid_collection");
            client.subscribe("'since': 'somewhere'");
            assertThat(client.expect("error").path("code").asString())
                    .isEqualTo("invalid_position");
            client.subscribe("'since_version': 3");
            assertThat(client.expect("error").path("code").asString()).isEqualTo("invalid_request");
            client.expectNothingElse();
        }
    }

    @Test
    @Tag("I9")
    void changesComeInOrderAndEachOnce() {
        try (var server = StreamServer.start()) {
            var collection = server.collection(KB, 0, 3, Metadata.NONE);
            try (var client = StreamClient.subscribed(server, "'collection': 'knowledge_base'")) {
                collection.announce(500);
                for (int version = 1; version <= 500; version++) {
                    for (int ordinal = 1; ordinal <= 3; ordinal++) {
                        JsonNode frame = client.expect("index_update");
                        assertThat(frame.path("position").asString())
                                .isEqualTo("history0." + version + "-" + ordinal);
                    }
                    JsonNode complete = client.expect("batch_complete");
                    assertThat(complete.path("position").asString())
                            .isEqualTo("history0." + version + "-");
                }
                client.expectNothingElse();
            }
        }
    }

    @Test
    @Tag("I9")
    void twoSubscriptionsThatMatchGiveAChangeOnce() {
        try (var server = StreamServer.start()) {
            var collection = server.collection(KB);
            try (var client = StreamClient.subscribed(server, "'collection': 'default'")) {
                client.subscribe("'collection': 'knowledge_base'");
                client.expect("subscribed");
                collection.announce(1);
                client.expectVersion("knowledge_base", 1);
                client.expectNothingElse();

                client.say("{'action': 'unsubscribe', 'collection': 'default'}");
                client.expect("unsubscribed");
                collection.announce(1);
                client.expectVersion("knowledge_base", 2);

                client.say("{'action': 'unsubscribe', 'collection': 'knowledge_base'}");
                client.expect("unsubscribed");
                collection.announce(1);
                client.expectNothingElse();
            }
        }
    }

    @Test
    void everyCollectionIsFollowedAlsoOneMadeLater() {
        try (var server = StreamServer.start()) {
            var first = server.collection(new CollectionName("a"), 5);
            var second = server.collection(new CollectionName("b"), 7);
            try (var client = StreamClient.greeted(server)) {
                client.subscribe("");
                JsonNode subscribed = client.expect("subscribed");
                assertThat(subscribed.path("collection").asString()).isEqualTo("default");
                assertThat(subscribed.path("index_versions").toString())
                        .isEqualTo("{\"a\":5,\"b\":7}");

                first.announce(1);
                client.expectVersion("a", 6);
                var third = server.collection(new CollectionName("c"));
                third.announce(2);
                client.expectVersion("c", 1);
                client.expectVersion("c", 2);
                second.announce(1);
                client.expectVersion("b", 8);
                client.expectNothingElse();
            }
        }
    }

    @Test
    void anUnknownCollectionIsAcceptedAndStartsWhenItExists() {
        try (var server = StreamServer.start();
                var client = StreamClient.greeted(server)) {
            client.subscribe("'collection': 'later'");
            assertThat(client.expect("subscribed").path("index_version").asLong()).isZero();

            server.collection(new CollectionName("later")).announce(2);
            client.expectVersion("later", 1);
            client.expectVersion("later", 2);
        }
    }

    @Test
    void metadataThatMakesAFrameTooLargeIsLeftOut() {
        try (var server = StreamServer.start(new StreamLimits(10, 4096, Duration.ofHours(1)))) {
            Metadata large = Metadata.of(Map.of("note", "é".repeat(2100)));
            var collection = server.collection(KB, 0, 1, large);
            try (var client = StreamClient.subscribed(server, "")) {
                collection.announce(1);
                JsonNode event = client.expect("index_update").path("event");
                assertThat(event.path("metadata_omitted").asBoolean()).isTrue();
                assertThat(event.path("metadata").isEmpty()).isTrue();
            }
        }
    }

    @Test
    void pingsOfTheProtocolAreAnsweredAndIdleConnectionsPinged() throws InterruptedException {
        try (var server = StreamServer.start(new StreamLimits(10, 4096, Duration.ofMillis(20)));
                var client = StreamClient.greeted(server)) {
            client.socket()
                    .sendPing(ByteBuffer.wrap("still there?".getBytes(StandardCharsets.UTF_8)))
                    .join();
            assertThat(StandardCharsets.UTF_8.decode(client.nextPong()).toString())
                    .isEqualTo("still there?");
            client.awaitPing();
        }
    }

    @Test
    void aConnectionThatIsCutIsForgottenByTheNextPing() {
        try (var server = StreamServer.start(new StreamLimits(10, 4096, Duration.ofMillis(20)))) {
            var client = StreamClient.greeted(server);
            assertThat(server.subscribers()).isEqualTo(1);
            client.close();
            Awaitility.await().until(() -> server.subscribers() == 0);
        }
    }

    @Test
    void fragmentsAndFramesOverTheLimitAreRefused() {
        try (var server = StreamServer.start(new StreamLimits(10, 4096, Duration.ofHours(1)));
                var fragmented = StreamClient.greeted(server);
                var large = StreamClient.greeted(server)) {
            fragmented.socket().sendText("{\"action\":", false).join();
            assertThat(fragmented.closeCode()).isEqualTo(1003);

            large.socket().sendText(" ".repeat(5000), true).join();
            assertThat(large.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void beyondTheLimitASubscriberMustComeBackLater() {
        try (var server = StreamServer.start(new StreamLimits(1, 4096, Duration.ofHours(1)));
                var first = StreamClient.greeted(server);
                var second = StreamClient.connect(server)) {
            assertThat(second.closeCode()).isEqualTo(1013);
            first.expectNothingElse();
        }
    }

    @Test
    void whoeverIsConnectedAtTheStopIsTold() {
        try (var server = StreamServer.start();
                var client = StreamClient.subscribed(server, "")) {
            server.stopStreams();
            assertThat(client.closeCode()).isEqualTo(1001);
            assertThat(server.subscribers()).isZero();
        }
    }

    @Test
    void whomTheGuardRefusesIsNotUpgraded() {
        try (var server =
                StreamServer.start(
                        StreamLimits.DEFAULT,
                        headers -> {
                            throw RequestException.builder()
                                    .type(DirectHandler.EventType.FORBIDDEN)
                                    .message("not from there")
                                    .build();
                        })) {
            assertThatThrownBy(() -> StreamClient.connect(server))
                    .hasCauseInstanceOf(WebSocketHandshakeException.class)
                    .extracting(
                            e ->
                                    ((WebSocketHandshakeException) e.getCause())
                                            .getResponse()
                                            .statusCode())
                    .isEqualTo(403);
        }
    }
}

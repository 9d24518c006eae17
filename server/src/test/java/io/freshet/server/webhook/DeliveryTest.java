package io.freshet.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.CollectionName;
import io.freshet.Position;
import io.freshet.library.config.AllowedAddresses;
import io.freshet.server.http.MemoryWebhooks;
import io.freshet.server.stream.StreamServer;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocketFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What takes a feed that forgets, or a day that passes.
final class DeliveryTest {
    private static final CollectionName KB = StreamServer.KNOWLEDGE_BASE;

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-24T10:00:00Z"));
    private final Receiver receiver = new Receiver();
    private final StreamServer server = StreamServer.start();
    private final MemoryWebhooks files = new MemoryWebhooks();
    private final Webhooks webhooks =
            new Webhooks(
                    new Surroundings(
                            server.reading(),
                            files,
                            new Posting(
                                    AllowedAddresses.of(List.of("127.0.0.1")),
                                    InetAddress::getAllByName,
                                    (SSLSocketFactory) SSLSocketFactory.getDefault(),
                                    Duration.ofSeconds(60),
                                    Clock.systemUTC()),
                            new Pace(
                                    Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofDays(1)),
                            new MovedClock()));

    private final class MovedClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }

    @AfterEach
    void stop() {
        webhooks.close();
        server.close();
        receiver.close();
    }

    private Webhook at(Position position) {
        return new Webhook(
                "app",
                URI.create(receiver.url()),
                Secret.random(),
                "{}",
                false,
                Webhook.Progress.from(position));
    }

    private void kept(Position position) {
        files.write(KB, "app", at(position).text());
        webhooks.open();
    }

    private WebhookStatus status() {
        return webhooks.find(KB, "app").orElseThrow();
    }

    @Test
    void aWebhookIsReadAsItWasWritten() {
        Webhook written =
                at(Position.complete("h", 7))
                        .with(
                                new Webhook.Progress(
                                        new Position("h", 8, 3),
                                        41,
                                        Optional.of(now.get()),
                                        Optional.of(now.get()),
                                        Optional.of("answered 500")))
                        .paused(true);
        assertThat(Webhook.read("app", written.text())).isEqualTo(written);
    }

    @Test
    @Tag("I9")
    void aGapIsPostedInItsPlaceAndWhatIsLeftFollows() {
        var collection = server.collection(KB, 9);
        collection.forgetBelow(7);
        kept(Position.complete(collection.feed().history(), 2));
        List<JsonNode> bodies = receiver.awaitVersion(9);
        JsonNode said = bodies.getFirst().get("changes").get(0);
        assertThat(said.get("code").stringValue()).isEqualTo("resume_expired");
        assertThat(said.get("oldest_version").longValue()).isEqualTo(7);
        assertThat(bodies.subList(1, bodies.size()))
                .extracting(body -> body.get("index_version").longValue())
                .containsExactly(7L, 8L, 9L);
    }

    @Test
    @Tag("I9")
    void aCollectionOfAnotherHistoryIsAGapToo() {
        server.collection(KB, 3);
        kept(Position.complete("before", 50));
        List<JsonNode> bodies = receiver.awaitVersion(3);
        assertThat(bodies.getFirst().get("changes").get(0).get("code").stringValue())
                .isEqualTo("resume_expired");
        assertThat(bodies).hasSize(4);
    }

    @Test
    @Tag("I9")
    void aDiskThatTakesNothingStopsNoPost() {
        var collection = server.collection(KB, 0);
        kept(collection.feed().now());
        files.fill(true);
        collection.announce(3);

        assertThat(receiver.awaitVersion(3))
                .extracting(body -> body.get("index_version").longValue())
                .containsExactly(1L, 2L, 3L);
        Awaitility.await().until(() -> status().behind().orElseThrow() == 0);
        assertThat(status().state()).isEqualTo(WebhookStatus.State.ACTIVE);
        files.fill(false);
        collection.announce(1);
        receiver.awaitVersion(4);
        Awaitility.await().until(() -> files.read(KB, "app").orElseThrow().contains(".4-"));
    }

    @Test
    void aReceiverThatIsGonePausesItThoughTheDiskTakesNothing() {
        var collection = server.collection(KB, 0);
        receiver.answeringAlways(410);
        kept(collection.feed().now());
        files.fill(true);
        collection.announce(1);

        Awaitility.await().until(() -> status().state() == WebhookStatus.State.PAUSED);
        collection.announce(2);
        assertThat(receiver.posts()).hasSize(1);
    }

    @Test
    void afterADayOfFailuresItPausesItself() {
        var collection = server.collection(KB, 0);
        receiver.answeringAlways(500);
        kept(collection.feed().now());
        collection.announce(1);
        Awaitility.await().until(() -> status().posts().failed() > 3);
        assertThat(status().state()).isEqualTo(WebhookStatus.State.FAILING);
        now.updateAndGet(then -> then.plus(Duration.ofHours(25)));
        Awaitility.await().until(() -> status().state() == WebhookStatus.State.PAUSED);
        assertThat(status().problem()).contains("answered 500");
        // what is shown is on disk
        assertThat(Webhook.read("app", files.read(KB, "app").orElseThrow()).paused()).isTrue();
    }

    @Test
    void whatWasClosedBeforeItsEngineOpenedStartsNothing() {
        var collection = server.collection(KB, 1);
        webhooks.close();

        kept(Position.complete(collection.feed().history(), 0));

        assertThat(webhooks.all()).isEmpty();
    }

    @Test
    void oneOfACollectionThatIsGoneIsForgotten() {
        var collection = server.collection(KB, 0);
        kept(collection.feed().now());
        collection.announce(1);
        receiver.awaitVersion(1);
        server.drop(KB);
        files.delete(KB, "app");
        Awaitility.await().until(() -> webhooks.all().isEmpty());
    }
}

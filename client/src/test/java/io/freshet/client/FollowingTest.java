package io.freshet.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A subscriber of a real server, which is stopped and started again.
@Tag("I9")
final class FollowingTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Write VISIBLE = Write.await(LONG);
    private static final int WAIT_SECONDS = 120;

    private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

    private Subscriber subscriber() {
        return Subscriber.onUpdate(seen::add)
                .onVersion(seen::add)
                .onGap(seen::add)
                .onError(seen::add);
    }

    private <T> T next(Class<T> type) throws InterruptedException {
        Object came = seen.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(came).isInstanceOf(type);
        return type.cast(came);
    }

    private long nextVersion(String document) throws InterruptedException {
        assertThat(next(IndexUpdate.class).documentId()).isEqualTo(document);
        return next(BatchComplete.class).indexVersion();
    }

    @Test
    void nothingIsMissedFromTheMomentInWhichItIsSubscribed() throws Exception {
        try (TestServer server = TestServer.inMemory();
                FreshetClient client = FreshetClient.connect(server.url())) {
            FreshetCollection notes = client.collection("notes");
            notes.put("before", "text", VISIBLE);
            Content content = Content.text("text").metadata(Map.of("team", "billing"));

            client.subscribe("notes", null, seen::add, seen::add);
            notes.put("after", content, VISIBLE);
            notes.delete("after", VISIBLE);

            IndexUpdate update = next(IndexUpdate.class);
            assertThat(update.documentId()).isEqualTo("after");
            assertThat(update.metadata()).containsEntry("team", "billing");
            assertThat(update.chunks()).isEqualTo(new ChunkCounts(1, 0, 0));
            assertThat(next(IndexUpdate.class).isDelete()).isTrue();
        }
    }

    @Test
    void aStoredPositionIsGoneOnFromThroughARestart() throws Exception {
        try (TestServer server = TestServer.inMemory();
                FreshetClient client = FreshetClient.connect(server.url())) {
            FreshetCollection notes = client.collection("notes");
            Subscription first = notes.subscribe(subscriber().sinceVersion(0, null));
            try (first) {
                notes.put("a", "one", VISIBLE);
                assertThat(nextVersion("a")).isEqualTo(1);
                notes.put("b", "one", VISIBLE);
                assertThat(nextVersion("b")).isEqualTo(2);
            }
            String stored = first.position().orElseThrow();
            notes.put("c", "one", VISIBLE);
            try (Subscription _ = notes.subscribe(subscriber().since(stored))) {
                assertThat(nextVersion("c")).isEqualTo(3);
                server.stop();
                server.startAgain();
                // the other client may hold a connection of the server that is gone
                try (FreshetClient fresh = FreshetClient.connect(server.url())) {
                    fresh.collection("notes").put("d", "one", VISIBLE);
                }
                assertThat(nextVersion("d")).isEqualTo(4);
            }
            assertThat(seen).isEmpty();
        }
    }

    /// The last one to be told is the one whose good-bye a stop could cut off; so there is one, and
    /// many stops.
    @Test
    void aServerThatStopsSaysSoToItsSubscriber() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        try (TestServer server = TestServer.inMemory()) {
            URI uri = URI.create("ws://localhost:" + server.port() + "/v1/stream");
            for (int i = 0; i < 25; i++) {
                try (JdkSocket socket = JdkSocket.open(http, uri, Optional.empty(), LONG)) {
                    assertThat(socket.next(LONG)).contains("connected");
                    server.stop();
                    assertThatThrownBy(() -> socket.next(LONG)).hasMessageContaining("1001");
                }
                server.startAgain();
            }
        }
    }

    @Test
    void aCollectionThatDoesNotExistYetIsFollowedFromItsFirstVersion() throws Exception {
        try (TestServer server = TestServer.inMemory();
                FreshetClient client = FreshetClient.connect(server.url())) {
            client.subscribe("later", subscriber());

            client.collection("later").put("a", "one", VISIBLE);

            assertThat(nextVersion("a")).isEqualTo(1);
        }
    }

    @Test
    void aCollectionThatIsRemovedAndMadeAgainIsAGap() throws Exception {
        try (TestServer server = TestServer.inMemory();
                FreshetClient client = FreshetClient.connect(server.url())) {
            FreshetCollection notes = client.collection("notes");
            notes.put("a", "one", VISIBLE);
            String old = notes.status().history();
            client.subscribe("notes", subscriber());

            notes.remove();
            notes.create();

            Gap gap = next(Gap.class);
            assertThat(gap.history()).isNotEqualTo(old).isEqualTo(notes.status().history());
            assertThat(gap.oldestVersion()).isNotNull();
            notes.put("b", "one", VISIBLE);
            assertThat(nextVersion("b")).isEqualTo(gap.indexVersion() + 1);
        }
    }

    @Test
    void whoWantsAPartGetsThatPartWithWhatItAskedFor() throws Exception {
        try (TestServer server = TestServer.inMemory();
                FreshetClient client = FreshetClient.connect(server.url())) {
            FreshetCollection notes = client.collection("notes");
            notes.create();
            client.subscribe(
                    "notes",
                    subscriber()
                            .prefix("guide/")
                            .include(Subscriber.Include.TEXT, Subscriber.Include.VECTOR));

            notes.put("other", "two", VISIBLE);
            notes.put("guide/a", "one", VISIBLE);

            assertThat(next(BatchComplete.class).indexVersion()).isEqualTo(1);
            ChunkChange content = next(IndexUpdate.class).content();
            assertThat(content.added().getFirst().text()).isEqualTo("one");
            assertThat(content.added().getFirst().vector()).isNotEmpty();
            assertThat(content.order()).containsExactly(content.added().getFirst().chunkId());
            assertThat(next(BatchComplete.class).space()).isNotBlank();
            Document whole = notes.getWithVectors("guide/a", 2);
            assertThat(whole.chunks().getFirst().vector())
                    .isEqualTo(content.added().getFirst().vector());
        }
    }

    @Test
    void closingTheClientEndsItsSubscriptions() throws Exception {
        try (TestServer server = TestServer.inMemory()) {
            FreshetClient client = FreshetClient.connect(server.url());
            List<Subscription> both =
                    List.of(
                            client.subscribe("knowledge_base", subscriber()),
                            client.subscribe("knowledge_base", subscriber()));

            client.close();

            assertThat(both).allMatch(Subscription::isClosed);
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void allCollectionsAtOnceAreNotFollowed() {
        try (FreshetClient client = FreshetClient.connect("http://localhost:1")) {
            assertThatThrownBy(() -> client.subscribe("default", subscriber()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("by its name");
        }
    }
}

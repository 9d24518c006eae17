package io.freshet.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.CollectionName;
import io.freshet.Metadata;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@Tag("I9")
final class ResumeTest {
    private static final CollectionName KB = StreamServer.KNOWLEDGE_BASE;
    private static final String COLLECTION = "'collection': 'knowledge_base'";

    @Test
    void aPositionGoesOnWhereItLeftOffAndThenLive() {
        try (var server = StreamServer.start()) {
            var collection = server.collection(KB);
            String position;
            try (var client = StreamClient.subscribed(server, COLLECTION)) {
                collection.announce(2);
                position = client.expectVersion("knowledge_base", 1);
            }
            collection.announce(300);
            try (var client = StreamClient.greeted(server)) {
                client.subscribe(COLLECTION + ", 'since': '" + position + "'");
                JsonNode subscribed = client.expect("subscribed");
                assertThat(subscribed.path("index_version").asLong()).isEqualTo(302);
                collection.announce(1);
                for (int version = 2; version <= 303; version++) {
                    client.expectVersion("knowledge_base", version);
                }
                client.expectNothingElse();
            }
        }
    }

    @Test
    void twoCutsInARowBeforeAnyChangeLoseNothing() {
        try (var server = StreamServer.start()) {
            var collection = server.collection(KB, 10, 2, Metadata.NONE);
            String position;
            try (var client = StreamClient.subscribed(server, COLLECTION)) {
                collection.announce(1);
                position = client.expect("index_update").path("position").asString();
            }
            String since = COLLECTION + ", 'since': '" + position + "'";
            StreamClient.subscribed(server, since).close();
            collection.announce(1);
            StreamClient.subscribed(server, since).close();
            try (var client = StreamClient.subscribed(server, since)) {
                assertThat(client.expect("index_update").path("position").asString())
                        .isEqualTo("history0.11-2");
                client.expect("batch_complete");
                assertThat(client.expect("index_update").path("position").asString())
                        .isEqualTo("history0.12-1");
            }
        }
    }

    @Test
    void aVersionThatWasHandledIsAPlaceToo() {
        try (var server = StreamServer.start()) {
            server.collection(KB, 19);
            try (var client =
                    StreamClient.subscribed(
                            server, COLLECTION + ", 'since_version': 17, 'history': 'history0'")) {
                client.expectVersion("knowledge_base", 18);
                client.expectVersion("knowledge_base", 19);
                client.expectNothingElse();
            }
        }
    }

    @Test
    void whatCannotBeResumedIsSaid() {
        try (var server = StreamServer.start()) {
            var collection = server.collection(KB, 19);
            collection.ledger().forgetBelow(8);
            try (var client = StreamClient.greeted(server)) {
                expectExpired(client, "'since': 'history0.6-'");
                expectExpired(client, "'since': 'history0.7-1'");
                expectExpired(client, "'since': 'history0.20-'");
                expectExpired(client, "'since': 'another.19-'");
                expectExpired(client, "'since_version': 3");
                expectExpired(client, "'since_version': 20");
                expectExpired(client, "'since_version': 19, 'history': 'another'");

                client.subscribe(COLLECTION + ", 'since': 'history0.7-'");
                client.expect("subscribed");
                client.expectVersion("knowledge_base", 8);
            }
        }
    }

    private static void expectExpired(StreamClient client, String since) {
        client.subscribe(COLLECTION + ", " + since);
        JsonNode error = client.expect("error");
        assertThat(error.path("code").asString()).as(since).isEqualTo("resume_expired");
        assertThat(error.path("oldest_version").asLong()).isEqualTo(8);
        assertThat(error.path("index_version").asLong()).isEqualTo(19);
    }

    @Test
    @Tag("I9")
    void aPlaceInAnUnknownCollectionIsLookedAtWhenItExists() {
        try (var server = StreamServer.start();
                var client = StreamClient.greeted(server)) {
            client.subscribe("'collection': 'later', 'since_version': 4");
            client.expect("subscribed");
            client.subscribe("'collection': 'made', 'since_version': 0");
            client.expect("subscribed");
            server.collection(new CollectionName("made"), 1);
            client.expectVersion("made", 1);

            var later = server.collection(new CollectionName("later"), 2);
            JsonNode error = client.expect("error");
            assertThat(error.path("code").asString()).isEqualTo("resume_expired");
            assertThat(error.path("collection").asString()).isEqualTo("later");
            assertThat(error.path("index_version").asLong()).isEqualTo(2);
            client.expectVersion("later", 1);
            client.expectVersion("later", 2);
            later.announce(1);
            client.expectVersion("later", 3);
            client.expectNothingElse();
        }
    }

    @Test
    @Tag("I9")
    void aCollectionThatIsRemovedAndMadeAgainIsSaidToBeAnother() {
        try (var server = StreamServer.start()) {
            var other = server.collection(new CollectionName("other"));
            var first = server.collection(KB, 16);
            try (var all = StreamClient.subscribed(server, "");
                    var one = StreamClient.subscribed(server, COLLECTION)) {
                first.announce(1);
                all.expectVersion("knowledge_base", 17);
                one.expectVersion("knowledge_base", 17);
                server.drop(KB);
                other.announce(1);
                all.expectVersion("other", 1);
                one.expectNothingElse();

                server.goingOn(KB, 18);
                for (StreamClient client : List.of(all, one)) {
                    JsonNode error = client.expect("error");
                    assertThat(error.path("code").asString()).isEqualTo("resume_expired");
                    assertThat(error.path("collection").asString()).isEqualTo("knowledge_base");
                    assertThat(error.path("oldest_version").asLong()).isEqualTo(18);
                    assertThat(error.path("index_version").asLong()).isEqualTo(18);
                    client.expectVersion("knowledge_base", 18);
                    client.expectNothingElse();
                }
            }
        }
    }

    @Test
    @Tag("I9")
    void aCollectionThatIsOpenedAnewGoesOn() {
        try (var server = StreamServer.start()) {
            var collection = server.collection(KB, 3);
            try (var client = StreamClient.subscribed(server, COLLECTION)) {
                collection.announce(1);
                client.expectVersion("knowledge_base", 4);
                server.reopen(KB).announce(2);
                client.expectVersion("knowledge_base", 5);
                client.expectVersion("knowledge_base", 6);
                client.expectNothingElse();
            }
        }
    }

    @Test
    @Tag("I9")
    void aCollectionThatRestsIsFollowedFromWhereItStood() {
        try (var server = StreamServer.start()) {
            server.collection(KB, 3);
            server.rest(KB);
            try (var client = StreamClient.greeted(server)) {
                client.subscribe("");
                assertThat(client.expect("subscribed").path("index_versions").toString())
                        .isEqualTo("{\"knowledge_base\":3}");
                client.expectNothingElse();
                server.reopen(KB).announce(2);
                client.expectVersion("knowledge_base", 4);
                client.expectVersion("knowledge_base", 5);
                client.expectNothingElse();
            }
        }
    }

    @Test
    void aPositionResumesItsOwnCollectionAmongAll() {
        try (var server = StreamServer.start()) {
            server.collection(new CollectionName("a"), 5);
            server.collection(new CollectionName("b"), 5);
            try (var client = StreamClient.subscribed(server, "'since': 'history1.4-'")) {
                client.expectVersion("b", 5);
                client.expectNothingElse();

                client.subscribe("'since': 'nowhere.4-'");
                assertThat(client.expect("error").path("code").asString())
                        .isEqualTo("resume_expired");
            }
        }
    }

    @Test
    void aSubscriptionMayGoBackButNotForward() {
        try (var server = StreamServer.start()) {
            var collection = server.collection(KB, 5);
            try (var client = StreamClient.subscribed(server, "")) {
                client.subscribe(COLLECTION + ", 'since_version': 3");
                client.expect("subscribed");
                client.expectVersion("knowledge_base", 4);
                client.expectVersion("knowledge_base", 5);
                client.subscribe(COLLECTION + ", 'since_version': 4");
                client.expect("subscribed");
                collection.announce(1);
                client.expectVersion("knowledge_base", 6);
            }
        }
    }
}

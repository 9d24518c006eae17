package io.freshet.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.http.Served;
import io.freshet.server.stream.FeedClient.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// A subscriber chooses what it hears of, and misses nothing of that.
@Tag("I9")
final class FeedChoiceTest {
    private static final String KB = FeedClient.COLLECTION;

    private Served served;
    private String start;

    @BeforeEach
    void start() throws InterruptedException {
        served = Served.start();
        served.put(KB, "guide/a", "text", "{\"team\": \"billing\"}");
        JsonNode page = served.get("/v1/collections/" + KB + "/changes?limit=1");
        String first = page.get("changes").get(0).get("position").stringValue();
        start = first.substring(0, first.indexOf('.')) + ".0-";
    }

    @AfterEach
    void stop() {
        served.close();
    }

    /// What comes up to the end of a version: `type id` of each change, and `-` for a version's
    /// end.
    private List<String> heard(Way way, Map<String, String> wanted, String since, long upTo) {
        List<String> heard = new ArrayList<>();
        try (FeedClient client = way.open(served.port(), Optional.of(since), wanted)) {
            while (true) {
                JsonNode entry = client.next();
                JsonNode event = entry.path("event");
                heard.add(
                        event.isMissingNode()
                                ? "-"
                                : event.get("event_type").stringValue()
                                        + " "
                                        + event.get("document_id").stringValue()
                                        + (event.has("entered") ? " entered" : "")
                                        + (event.has("left") ? " left" : ""));
                if (entry.path("index_version").asLong() == upTo) {
                    return heard;
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void byPrefixAndByTypeAndEveryVersionsEndComes(Way way) {
        served.put(KB, "other", "text");
        served.put(KB, "guide/a", "changed");
        served.delete(KB, "guide/a");
        assertThat(heard(way, Map.of("prefix", "\"guide/\""), start, 4))
                .containsExactly(
                        "insert guide/a", "-", "-", "update guide/a", "-", "delete guide/a", "-");
        assertThat(heard(way, Map.of("event_types", "[\"insert\", \"delete\"]"), start, 4))
                .containsExactly(
                        "insert guide/a", "-", "insert other", "-", "-", "delete guide/a", "-");
    }

    @ParameterizedTest
    @EnumSource
    void byMetadataADocumentEntersAndLeavesAndADeleteIsOfItsLast(Way way) {
        served.put(KB, "guide/a", "text", "{\"team\": \"support\"}");
        served.put(KB, "guide/a", "more text", "{\"team\": \"support\"}");
        served.put(KB, "guide/a", "text", "{\"team\": \"billing\"}");
        served.put(KB, "guide/a", "much text", "{\"team\": \"billing\"}");
        served.delete(KB, "guide/a");
        Map<String, String> billing = Map.of("filter", "{\"team\": \"billing\"}");
        assertThat(heard(way, billing, start, 6))
                .containsExactly(
                        "insert guide/a",
                        "-",
                        "delete guide/a left",
                        "-",
                        "-",
                        "insert guide/a entered",
                        "-",
                        "update guide/a",
                        "-",
                        "delete guide/a",
                        "-");
    }

    @ParameterizedTest
    @EnumSource
    void aPositionIsGoodForEveryFilter(Way way) {
        served.put(KB, "b", "text");
        served.put(KB, "guide/c", "text");
        String since = start.replace(".0-", ".2-");
        assertThat(heard(way, Map.of("prefix", "\"none\""), start, 2)).containsExactly("-", "-");
        assertThat(heard(way, Map.of("prefix", "\"guide/\""), since, 3))
                .containsExactly("insert guide/c", "-");
    }

    @Test
    void whatLeavesShowsTheMetadataThatMatchedAndNotTheNew() {
        served.put(KB, "guide/a", "text", "{\"team\": \"secret\"}");
        Map<String, String> billing = Map.of("filter", "{\"team\": \"billing\"}");
        String since = start.replace(".0-", ".1-");
        try (FeedClient client = Way.WEBSOCKET.open(served.port(), Optional.of(since), billing)) {
            JsonNode event = client.next().get("event");
            assertThat(event.get("left").booleanValue()).isTrue();
            assertThat(event.get("metadata").toString()).isEqualTo("{\"team\":\"billing\"}");
        }
    }

    @Test
    void aDeleteOfWhatNobodyRemembersReachesEveryFilter() {
        served.put(KB, "bare", "text");
        served.delete(KB, "bare");
        Map<String, String> billing = Map.of("filter", "{\"team\": \"billing\"}");
        assertThat(heard(Way.WEBSOCKET, billing, start, 3))
                .containsExactly("insert guide/a", "-", "-", "delete bare", "-");
    }

    @Test
    void twoSubscriptionsOfAConnectionGiveWhatEitherWantsOnce() {
        try (var client =
                StreamClient.connect(
                        java.net.URI.create("ws://localhost:" + served.port() + "/"))) {
            client.expect("connected");
            client.subscribe("'prefix': 'x/'");
            client.expect("subscribed");
            client.subscribe("'collection': '" + KB + "', 'event_types': ['delete']");
            client.expect("subscribed");
            served.put(KB, "x/1", "text");
            served.put(KB, "y", "text");
            served.delete(KB, "x/1");
            served.delete(KB, "y");
            List<String> heard = new ArrayList<>();
            for (JsonNode entry = client.next(); ; entry = client.next()) {
                heard.add(entry.path("event").path("document_id").asString("-"));
                if (entry.path("index_version").asLong() == 5) {
                    break;
                }
            }
            assertThat(heard).containsExactly("x/1", "-", "-", "x/1", "-", "y", "-");
        }
    }

    @Test
    void whatCannotBeChosenIsSaid() {
        try (var client =
                StreamClient.connect(
                        java.net.URI.create("ws://localhost:" + served.port() + "/"))) {
            client.expect("connected");
            client.subscribe("'filter': {'team': {'$like': 'b'}}");
            assertThat(client.expect("error").get("code").stringValue())
                    .isEqualTo("invalid_filter");
            for (String wrong :
                    List.of(
                            "'event_types': []",
                            "'event_types': ['upsert']",
                            "'include': 'text'",
                            "'include': ['everything']",
                            "'prefix': 7")) {
                client.subscribe(wrong);
                assertThat(client.expect("error").get("code").stringValue())
                        .isEqualTo("invalid_request");
            }
            client.expectNothingElse();
        }
    }
}

package io.freshet.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.http.Served;
import io.freshet.server.stream.FeedClient.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// What the feed promises, word by word: ordered, unique, reliable, atomic, resumable,
/// bookmarkable; and a gap that is said. Over each way to read it, from a real server and engine.
/// That it holds where a process is killed at any moment is the simulation's business, whose
/// subscribers resume over crashes that lose what was not synced.
@Tag("I9")
final class FeedPromiseTest {
    private static final String KB = FeedClient.COLLECTION;

    private Served served;

    @BeforeEach
    void start() throws InterruptedException {
        served = Served.start();
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private void put(String id, String text) {
        served.put(KB, id, text);
    }

    /// Version 1 inserts, 2 updates, 3 changes three documents at once, 4 deletes.
    private void makeFourVersions() {
        put("a", "first");
        put("a", "second");
        served.post(
                KB,
                "/events?wait=true&timeout=60s",
                """
                {"atomic": true, "events": [
                  {"event_type": "insert", "document_id": "b", "text": "b"},
                  {"event_type": "insert", "document_id": "c", "text": "c"},
                  {"event_type": "update", "document_id": "a", "text": "third"}]}
                """);
        served.delete(KB, "b");
    }

    private String startPosition() {
        JsonNode page = served.get("/v1/collections/" + KB + "/changes?limit=1");
        String first = page.get("changes").get(0).get("position").stringValue();
        return first.substring(0, first.indexOf('.')) + ".0-";
    }

    private static String position(JsonNode entry) {
        return entry.get("position").stringValue();
    }

    private static long version(JsonNode entry) {
        return entry.has("event")
                ? entry.get("event").get("index_version").longValue()
                : entry.get("index_version").longValue();
    }

    /// Up to the end of a version.
    private static List<JsonNode> read(FeedClient client, long upTo) {
        List<JsonNode> entries = new ArrayList<>();
        do {
            entries.add(client.next());
        } while (entries.getLast().has("event") || version(entries.getLast()) < upTo);
        return entries;
    }

    private List<JsonNode> read(Way way, String since, long upTo) {
        try (FeedClient client = way.open(served.port(), Optional.of(since))) {
            return read(client, upTo);
        }
    }

    @ParameterizedTest
    @EnumSource
    void orderedVersionsRiseByOneAndTheChangesOfEachAreNumbered(Way way) {
        makeFourVersions();
        List<String> places =
                read(way, startPosition(), 4).stream()
                        .map(FeedPromiseTest::position)
                        .map(position -> position.substring(position.indexOf('.') + 1))
                        .toList();
        assertThat(places)
                .containsExactly("1-1", "1-", "2-1", "2-", "3-1", "3-2", "3-3", "3-", "4-1", "4-");
    }

    @ParameterizedTest
    @EnumSource
    void uniqueAnEntryNeverComesTwiceAlsoWhereTheLineIsCutWithinAVersion(Way way) {
        makeFourVersions();
        List<String> seen = new ArrayList<>();
        String since = startPosition();
        while (seen.size() < 10) {
            try (FeedClient client = way.open(served.port(), Optional.of(since))) {
                since = position(client.next());
                seen.add(since);
            }
        }
        assertThat(seen).doesNotHaveDuplicates();
        assertThat(seen.getLast()).endsWith(".4-");
    }

    @ParameterizedTest
    @EnumSource
    void reliableFromEveryPlaceComesAllThatLiesBehindIt(Way way) {
        makeFourVersions();
        List<JsonNode> all = read(way, startPosition(), 4);
        for (int i = 0; i < all.size() - 1; i++) {
            assertThat(read(way, position(all.get(i)), 4))
                    .isEqualTo(all.subList(i + 1, all.size()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void atomicWhatChangedTogetherComesTogetherAndIsClosedByItsCount(Way way) {
        makeFourVersions();
        List<JsonNode> third =
                read(way, startPosition(), 4).stream()
                        .filter(entry -> version(entry) == 3)
                        .toList();
        assertThat(third).hasSize(4);
        JsonNode end = third.getLast();
        assertThat(end.get("type").stringValue()).isEqualTo("batch_complete");
        assertThat(end.get("documents").toString())
                .isEqualTo("{\"inserted\":2,\"updated\":1,\"deleted\":0}");
    }

    @ParameterizedTest
    @EnumSource
    void resumableOverACrashOfTheClientOfTheServerAndOfBoth(Way way) throws InterruptedException {
        put("a", "before");
        String since = startPosition();
        List<String> seen = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            FeedClient client = way.open(served.port(), Optional.of(since));
            since = position(client.next());
            seen.add(since);
            boolean clientDies = round != 1;
            if (clientDies) {
                client.close();
            }
            put("a", "round " + round);
            if (round != 0) {
                served = served.restarted();
            }
            put("b", "round " + round);
            client.close();
        }
        for (JsonNode entry : read(way, since, 7)) {
            seen.add(position(entry));
        }
        assertThat(seen).doesNotHaveDuplicates().hasSize(14);
    }

    @ParameterizedTest
    @EnumSource
    void resumableOverTwoCutsInARowBeforeAnyChange(Way way) {
        put("a", "before");
        String since = read(way, startPosition(), 1).getLast().get("position").stringValue();
        way.open(served.port(), Optional.of(since)).close();
        put("a", "between");
        way.open(served.port(), Optional.of(since)).close();
        put("a", "behind");
        assertThat(read(way, since, 3)).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void bookmarkableHeartbeatsMoveNothingAndTheEndOfAVersionIsAPlace(Way way) {
        put("a", "before");
        String since = startPosition();
        try (FeedClient client = way.open(served.port(), Optional.of(since))) {
            since = position(read(client, 1).getLast());
            client.heartbeat();
            client.heartbeat();
        }
        put("a", "meanwhile");
        try (FeedClient client = way.open(served.port(), Optional.of(since))) {
            assertThat(version(client.next())).isEqualTo(2);
            assertThat(position(client.next())).endsWith(".2-");
            client.heartbeat();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aGapIsSaidAndNeverSkipped(Way way) {
        put("a", "text");
        String history = startPosition().replaceFirst("\\..*", "");
        for (String nowhere : List.of("another.1-", history + ".9-", history + ".9-1")) {
            JsonNode said = way.refused(served.port(), nowhere);
            assertThat(said.get("code").stringValue()).isEqualTo("resume_expired");
            assertThat(said.get("oldest_version").longValue()).isEqualTo(1);
            assertThat(said.get("index_version").longValue()).isEqualTo(1);
        }
    }
}

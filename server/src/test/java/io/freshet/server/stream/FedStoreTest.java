package io.freshet.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.http.Served;
import io.freshet.server.stream.FeedClient.Way;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// A store can be filled and kept from the feed alone, with chunks, texts and vectors.
@Tag("I9")
final class FedStoreTest {
    private static final String KB = FeedClient.COLLECTION;
    private static final String DOCUMENTS = "/v1/collections/" + KB + "/documents";
    private static final Map<String, String> ALL = Map.of("include", "[\"text\", \"vector\"]");
    private static final int EDITS = 40;
    private static final int FRAME_BYTES = 16 * 1024;

    private final Random chance = new Random(7);
    private final TreeMap<String, String> pages = new TreeMap<>();
    private Served served;
    private long version;

    @BeforeEach
    void start() throws InterruptedException {
        served =
                Served.configured(
                        """
                        collection_defaults: {chunking: {target_tokens: 32}}
                        limits: {sizes: {frame: 16KiB}}
                        """);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private void edit() {
        String id = "page" + chance.nextInt(5);
        if (pages.containsKey(id) && chance.nextInt(5) == 0) {
            served.delete(KB, id);
            pages.remove(id);
        } else {
            String text = text(1 + chance.nextInt(60));
            if (text.equals(pages.put(id, text))) {
                return;
            }
            served.put(KB, id, text);
        }
        version++;
    }

    /// Paragraphs, of which many are known from before and some stand twice.
    private String text(int paragraphs) {
        StringBuilder text = new StringBuilder("# Page\n\n");
        for (int i = 0; i < paragraphs; i++) {
            text.append("Paragraph number ")
                    .append(chance.nextInt(40))
                    .append(" says what it always says, in words that are its own.\n\n");
        }
        return text.toString();
    }

    private FedStore truth() {
        FedStore truth = new FedStore();
        truth.fill(served, DOCUMENTS, version);
        return truth;
    }

    private void follow(FedStore store, Way way, String since) {
        try (FeedClient client = way.open(served.port(), Optional.of(since), ALL)) {
            while (store.version() < version) {
                store.take(client.next());
            }
        }
        assertThat(store.content()).isEqualTo(truth().content());
    }

    private String place(long number) {
        String history = served.get("/v1/collections/" + KB).get("history").stringValue();
        return history + "." + number + "-";
    }

    @ParameterizedTest
    @EnumSource
    void fromTheFirstVersionOnItHoldsWhatTheIndexHolds(Way way) {
        for (int i = 0; i < EDITS; i++) {
            edit();
        }
        follow(new FedStore(), way, place(0));
    }

    @Test
    void fromPagesOfDocumentsAtAVersionAndThenFromThereNothingIsMissing() {
        for (int i = 0; i < EDITS / 2; i++) {
            edit();
        }
        long begun = version;
        FedStore store = new FedStore();
        edit();
        edit();
        store.fill(served, DOCUMENTS, begun);
        for (int i = 0; i < EDITS / 2; i++) {
            edit();
        }
        follow(store, Way.WEBSOCKET, place(begun));
    }

    @Test
    void whatEntersAFilterComesWhole() {
        String text = text(5);
        served.put(KB, "page", text, "{\"team\": \"a\"}");
        served.put(KB, "page", text, "{\"team\": \"b\"}");
        version = 2;
        Map<String, String> teamB =
                Map.of("filter", "{\"team\": \"b\"}", "include", "[\"text\", \"vector\"]");
        FedStore store = new FedStore();
        try (FeedClient client = Way.PAGES.open(served.port(), Optional.of(place(0)), teamB)) {
            while (store.version() < version) {
                store.take(client.next());
            }
        }
        assertThat(store.content()).isEqualTo(truth().content());
    }

    @Test
    void aLargeDocumentComesInFramesWithinTheLimitAndIsCountedAtItsEnd() {
        served.put(KB, "large", text(300));
        version = 1;
        List<String> types = new ArrayList<>();
        try (FeedClient client = Way.WEBSOCKET.open(served.port(), Optional.of(place(0)), ALL)) {
            JsonNode frame;
            do {
                frame = client.next();
                types.add(frame.get("type").stringValue());
                assertThat(frame.toString().getBytes(StandardCharsets.UTF_8).length)
                        .isLessThanOrEqualTo(FRAME_BYTES);
            } while (!frame.has("cause"));
        }
        assertThat(types.getFirst()).isEqualTo("index_chunks");
        assertThat(types).filteredOn("index_update"::equals).hasSize(1);
        assertThat(types.getLast()).isEqualTo("batch_complete");
        follow(new FedStore(), Way.WEBSOCKET, place(0));
    }

    @Test
    void idsAloneAreFewAndTextsBringNoVectors() {
        served.put(KB, "page", text(3));
        for (String include : List.of("[\"chunks\"]", "[\"text\"]")) {
            try (FeedClient client =
                    Way.EVENTS.open(
                            served.port(), Optional.of(place(0)), Map.of("include", include))) {
                JsonNode chunk = client.next().get("event").get("added").get(0);
                assertThat(chunk.has("text")).isEqualTo(include.contains("text"));
                assertThat(chunk.has("vector")).isFalse();
                assertThat(chunk.get("ordinal").intValue()).isZero();
            }
        }
    }
}

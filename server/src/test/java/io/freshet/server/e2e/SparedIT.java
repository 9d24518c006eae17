package io.freshet.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What has a vector is never embedded again, and every answer says so (I5).
final class SparedIT {
    private static final int PAGES = 6;

    @RegisterExtension final Servers servers = new Servers();

    private final Prose prose = new Prose(5);

    @Test
    @Tag("I5")
    void thePagesUnderOtherIdsWithOtherMetadataAndFrontMatterEmbedNothing() {
        Api api = servers.start(Home.DEFAULT_MODEL).api();
        List<String> pages = new ArrayList<>();
        for (int i = 0; i < PAGES; i++) {
            pages.add(prose.page(3));
        }
        JsonNode first = api.submit(events(pages, event -> event));
        assertThat(first.path("tokens").path("embedded").asLong()).isPositive();
        long texts = api.textsEmbedded();
        assertThat(texts).isPositive();
        embedsNothing(api, events(pages, event -> event.put("document_id", "moved/" + id(event))));
        embedsNothing(
                api,
                events(
                        pages,
                        event -> {
                            event.putObject("metadata").put("team", "billing");
                            return event;
                        }));
        embedsNothing(
                api,
                events(
                        pages,
                        event ->
                                event.put(
                                        "text",
                                        "---\ntitle: Another\ntags: [a, b]\n---\n\n"
                                                + event.path("text").asString())));
        JsonNode same = embedsNothing(api, events(pages, SparedIT::withTitle));
        assertThat(same.path("unchanged").asInt()).isEqualTo(PAGES);
        assertThat(api.textsEmbedded()).isEqualTo(texts);
        JsonNode spent = api.status().path("spent");
        assertThat(spent.path("known_vectors").asLong() + spent.path("kept_chunks").asLong())
                .as("spared, by reason: " + spent)
                .isGreaterThanOrEqualTo(3 * texts);
        assertThat(spent.path("unchanged").asLong()).isEqualTo(PAGES);
    }

    private static ObjectNode withTitle(ObjectNode event) {
        return event.put(
                "text",
                "---\ntitle: Another\ntags: [a, b]\n---\n\n" + event.path("text").asString());
    }

    private static String id(ObjectNode event) {
        return event.path("document_id").asString();
    }

    private static List<ObjectNode> events(List<String> pages, UnaryOperator<ObjectNode> change) {
        List<ObjectNode> events = new ArrayList<>();
        for (int i = 0; i < pages.size(); i++) {
            events.add(change.apply(Api.upsert("page-" + i + ".md", pages.get(i))));
        }
        return events;
    }

    private static JsonNode embedsNothing(Api api, List<ObjectNode> events) {
        JsonNode answer = api.submit(events);
        assertThat(answer.path("visible").asBoolean()).isTrue();
        assertThat(answer.path("tokens").path("embedded").asLong(-1)).as("" + answer).isZero();
        assertThat(answer.path("tokens").path("spared").asLong()).as("" + answer).isPositive();
        return answer;
    }

    @Test
    @Tag("A02")
    @Tag("A27")
    void metadataAloneIsCurrentAtOnceAndEmbedsNothing() {
        Api api = servers.start(Home.FAST_MODEL).api();
        api.put("guide.md", prose.page(2));
        long texts = api.textsEmbedded();
        JsonNode answer =
                api.send(
                                "PATCH",
                                Api.document("guide.md") + "?wait=visible&timeout=60s",
                                "application/merge-patch+json",
                                Json.bytes(Json.object().put("year", 2026)))
                        .ok();
        assertThat(answer.path("tokens").path("embedded").asLong(-1)).isZero();
        assertThat(api.textsEmbedded()).isEqualTo(texts);
        ObjectNode question = Json.object().put("query", "river").put("mode", "keyword");
        question.putObject("filter").putObject("year").put("$gte", 2026);
        assertThat(api.post("/search", question.toString()).ok().path("hits")).isNotEmpty();
        question.putObject("filter").putObject("year").put("$lt", 2026);
        assertThat(api.post("/search", question.toString()).ok().path("hits")).isEmpty();
    }
}

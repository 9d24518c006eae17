package io.freshet.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.http.Served;
import io.freshet.server.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Webhooks of a real server and engine.
final class WebhooksTest {
    private static final String KB = "knowledge_base";
    private static final String HOOKS = "/v1/collections/" + KB + "/webhooks";
    private static final String HOOK = HOOKS + "/app";

    private final Receiver receiver = new Receiver();
    private Served served;

    @BeforeEach
    void start() throws InterruptedException {
        served = Served.configured("webhooks: {allowed_addresses: [127.0.0.0/8]}\n");
    }

    @AfterEach
    void stop() {
        served.close();
        receiver.close();
    }

    /// @param more members of the request, with single quotes
    private JsonNode hook(String more) {
        String comma = more.isEmpty() ? "" : ", ";
        return served.answer(
                "PUT", HOOK, "{'url': '" + receiver.url() + "'" + comma + more + "}", 201);
    }

    private JsonNode awaitState(String state) {
        Awaitility.await().until(() -> served.get(HOOK).get("state").stringValue().equals(state));
        return served.get(HOOK);
    }

    /// `type id` of the changes in what was posted, with `-` for each version's end.
    private static List<String> told(List<JsonNode> bodies) {
        List<String> told = new ArrayList<>();
        for (JsonNode body : bodies) {
            for (JsonNode change : body.get("changes")) {
                JsonNode event = change.path("event");
                told.add(
                        event.isMissingNode()
                                ? "-"
                                : event.get("event_type").stringValue()
                                        + " "
                                        + event.get("document_id").stringValue());
            }
        }
        return told;
    }

    @Test
    @Tag("I9")
    void eachVersionIsPostedInOrderAndSigned() {
        String secret = hook("").get("secret").stringValue();
        served.put(KB, "a", "text");
        served.put(KB, "b", "text");
        served.delete(KB, "a");
        List<JsonNode> bodies = receiver.awaitVersion(3);
        assertThat(told(bodies)).containsExactly("insert a", "-", "insert b", "-", "delete a", "-");
        assertThat(bodies).hasSize(3);
        JsonNode first = bodies.getFirst();
        assertThat(first.get("collection").stringValue()).isEqualTo(KB);
        assertThat(first.get("next").stringValue())
                .isEqualTo(first.get("history").stringValue() + ".1-");
        assertThat(receiver.posts())
                .allMatch(post -> post.isSignedWith(secret))
                .allMatch(post -> post.path().equals("/hook?from=freshet"))
                .extracting(Receiver.Post::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.startsWith("app_") && !id.contains("."));
        assertThat(secret).startsWith("whsec_");
        assertThat(receiver.posts().getFirst().isSignedWith("whsec_" + "A".repeat(32))).isFalse();
    }

    @Test
    void theSecretIsShownOnceWhereItIsMadeAndNeverElse() {
        assertThat(hook("").get("secret").stringValue()).startsWith("whsec_");
        String own = "whsec_" + "QUJD".repeat(10);
        for (String answer :
                List.of(
                        served.get(HOOK).toString(),
                        served.get(HOOKS).toString(),
                        served.answer("PUT", HOOK, "{'paused': true}", 200).toString(),
                        served.answer("PUT", HOOK, "{'secret': '" + own + "'}", 200).toString())) {
            assertThat(answer).doesNotContain("whsec_").doesNotContain("QUJD");
        }
        served.answer("PUT", HOOK, "{'paused': false}", 200);
        served.put(KB, "a", "text");
        receiver.awaitVersion(1);
        assertThat(receiver.posts().getFirst().isSignedWith(own)).isTrue();
        assertThat(served.answer("PUT", HOOK, "{'secret': null}", 200).get("secret").stringValue())
                .isNotEqualTo(own);
    }

    @Test
    @Tag("I9")
    void whatFailsIsPostedAgainUnderTheSameIdAndNothingOvertakesIt() {
        receiver.answering(500, 404, 302);
        hook("");
        served.put(KB, "a", "text");
        served.put(KB, "b", "text");
        assertThat(told(receiver.awaitVersion(2)))
                .containsExactly("insert a", "-", "insert b", "-");
        List<Receiver.Post> posts = receiver.posts();
        assertThat(posts).hasSize(5);
        assertThat(posts.subList(0, 4))
                .extracting(Receiver.Post::id)
                .containsOnly(posts.get(0).id());
        assertThat(posts.subList(0, 4))
                .extracting(Receiver.Post::body)
                .containsOnly(posts.get(0).body());
        Awaitility.await().until(() -> served.get(HOOK).get("delivered").intValue() == 2);
        JsonNode shown = awaitState("active");
        assertThat(shown.get("failed").intValue()).isEqualTo(3);
        assertThat(shown.get("problem").isNull()).isTrue();
    }

    @Test
    void oneThatFailsIsSeenInItsListInTheMetricsAndInTheStatus() {
        receiver.answeringAlways(503);
        hook("");
        served.put(KB, "a", "text");
        JsonNode shown = awaitState("failing");
        assertThat(shown.get("problem").stringValue()).isEqualTo("answered 503");
        assertThat(shown.get("failing_since").isNull()).isFalse();
        assertThat(shown.get("behind").intValue()).isEqualTo(1);
        String labels = "{collection=\"knowledge_base\",webhook=\"app\"}";
        assertThat(served.metrics())
                .contains("freshet_webhook_failing" + labels + " 1.0")
                .contains("freshet_webhook_behind_versions" + labels + " 1.0")
                .contains("freshet_webhook_paused" + labels + " 0.0");
        assertThat(served.get("/v1/collections/" + KB).get("webhooks").toString())
                .isEqualTo("{\"active\":0,\"failing\":1,\"paused\":0}");
    }

    @Test
    @Tag("I9")
    void oneWhoseReceiverIsGonePausesAndGoesOnFromThereWhenItIsResumed() {
        hook("");
        served.put(KB, "a", "text");
        receiver.awaitVersion(1);
        receiver.answering(410);
        served.put(KB, "b", "text");
        assertThat(awaitState("paused").get("problem").stringValue()).contains("410");
        served.put(KB, "c", "text");
        served.answer("PUT", HOOK, "{'paused': false}", 200);
        assertThat(told(receiver.awaitVersion(3)))
                .containsExactly("insert a", "-", "insert b", "-", "insert c", "-");
        assertThat(awaitState("active").get("problem").isNull()).isTrue();
    }

    @Test
    @Tag("I9")
    void whereItWasIsKeptOverARestart() throws InterruptedException {
        hook("");
        served.put(KB, "a", "text");
        receiver.awaitVersion(1);
        receiver.answeringAlways(500);
        served.put(KB, "b", "text");
        awaitState("failing");
        served = served.restarted();
        served.put(KB, "c", "text");
        receiver.answeringAlways(204);
        assertThat(told(receiver.awaitVersion(3)))
                .containsExactly("insert a", "-", "insert b", "-", "insert c", "-");
    }

    @Test
    void whatWasTakenBeforeARestartIsNotPostedAgain() throws InterruptedException {
        hook("");
        served.put(KB, "a", "text");
        Awaitility.await().until(() -> served.get(HOOK).get("delivered").intValue() == 1);
        served = served.restarted();
        served.put(KB, "b", "text");
        receiver.awaitVersion(2);
        assertThat(receiver.posts()).hasSize(2);
    }

    @Test
    void itGetsWhatItWantsAndVersionsWithoutItAreNotPosted() {
        hook("'prefix': 'guide/', 'event_types': ['insert', 'delete'], 'include': ['text']");
        served.put(KB, "other", "text");
        served.put(KB, "guide/a", "text");
        served.put(KB, "guide/a", "more text");
        served.delete(KB, "guide/a");
        List<JsonNode> bodies = receiver.awaitVersion(4);
        assertThat(told(bodies)).containsExactly("insert guide/a", "-", "delete guide/a", "-");
        JsonNode event = bodies.getFirst().get("changes").get(0).get("event");
        assertThat(event.get("added").get(0).get("text").stringValue()).isEqualTo("text");
        served.answer("PUT", HOOK, "{'prefix': null, 'event_types': null, 'include': null}", 200);
        served.put(KB, "last", "text");
        assertThat(told(receiver.awaitVersion(5))).endsWith("insert last", "-");
    }

    @Test
    @Tag("I9")
    void aLargeVersionComesInSeveralPostsOfWhichOnlyTheLastEndsIt() {
        hook("");
        StringBuilder events = new StringBuilder();
        for (int i = 0; i < 250; i++) {
            events.append(i == 0 ? "" : ",")
                    .append("{\"event_type\": \"insert\", \"text\": \"t\", \"document_id\": \"d")
                    .append(i)
                    .append("\"}");
        }
        served.post(
                KB,
                "/events?wait=true&timeout=60s",
                "{\"atomic\": true, \"events\": [" + events + "]}");
        List<JsonNode> bodies = receiver.awaitVersion(1);
        assertThat(bodies).hasSize(3);
        assertThat(told(bodies)).hasSize(251).doesNotHaveDuplicates().endsWith("-");
    }

    @Test
    void aNewOneBeginsWithTheNextChangeOrWhereItIsToldTo() {
        served.put(KB, "a", "text");
        hook("");
        served.put(KB, "b", "text");
        assertThat(told(receiver.awaitVersion(2))).containsExactly("insert b", "-");
        served.answer("PUT", HOOK, "{'since_version': 0}", 200);
        Awaitility.await().until(() -> receiver.posts().size() == 3);
        assertThat(receiver.posts().get(1).json().get("index_version").intValue()).isEqualTo(1);
        assertThat(
                        served.answer("PUT", HOOK, "{'since_version': 99}", 410)
                                .get("code")
                                .stringValue())
                .isEqualTo("resume_expired");
    }

    @Test
    void addressesWithinThisNetworkAreRefusedUnlessTheyAreAllowed() {
        for (String url :
                List.of(
                        "http://10.0.0.1/",
                        "http://192.168.1.1/",
                        "http://169.254.169.254/latest/meta-data",
                        "http://[::1]:9000/",
                        "http://[fe80::1]/",
                        "http://[fd00::1]/",
                        "http://[::ffff:10.0.0.1]/",
                        "http://0.0.0.0/",
                        "http://167772161/",
                        "ftp://example.com/",
                        "https://user:secret@example.com/",
                        "https:///nowhere",
                        "example.com")) {
            JsonNode problem = served.answer("PUT", HOOKS + "/bad", "{'url': '" + url + "'}", 400);
            assertThat(problem.get("pointer").stringValue()).as(url).isEqualTo("/url");
        }
        assertThat(served.get(HOOKS).get("webhooks").isEmpty()).isTrue();
        JsonNode refused = served.answer("PUT", HOOKS + "/bad", "{'url': 'http://10.0.0.1/'}", 400);
        assertThat(refused.get("detail").stringValue())
                .contains("10.0.0.1", "webhooks.allowed_addresses");
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (var other = new Receiver()) {
            receiver.redirectingTo(other.url());
            hook("");
            served.put(KB, "a", "text");
            assertThat(awaitState("failing").get("problem").stringValue())
                    .contains("307", "redirect");
            assertThat(other.posts()).isEmpty();
        }
    }

    @Test
    void oneThatIsRemovedPostsNoMoreAndOneOfARemovedCollectionIsGone() {
        hook("");
        served.put(KB, "a", "text");
        receiver.awaitVersion(1);
        served.answer("DELETE", HOOK, "", 200);
        served.answer("DELETE", HOOK, "", 404);
        served.answer("GET", HOOK, "", 404);
        served.answer("PUT", HOOKS + "/No%20name", "{}", 400);
        served.answer("PUT", HOOKS + "/new", "{'urls': 'x'}", 400);
        served.answer(
                "PUT", "/v1/collections/nowhere/webhooks/app", "{'url': 'https://x.example'}", 404);
        served.put(KB, "b", "text");
        assertThat(receiver.posts()).hasSize(1);
    }

    @Test
    void eachHasItsOwnPaceAndAFailingOneHoldsUpNoOther() {
        try (var failing = new Receiver()) {
            failing.answeringAlways(500);
            served.answer("PUT", HOOKS + "/bad", "{'url': '" + failing.url() + "'}", 201);
            hook("");
            served.put(KB, "a", "text");
            served.put(KB, "b", "text");
            assertThat(told(receiver.awaitVersion(2)))
                    .containsExactly("insert a", "-", "insert b", "-");
            assertThat(served.get(HOOKS).get("webhooks").valueStream())
                    .extracting(one -> one.get("name").stringValue())
                    .containsExactly("app", "bad");
        }
    }

    @Test
    void whatIsWantedIsShownAsItWasSaid() {
        JsonNode made = hook("'filter': {'team': {'$in': ['a', 'b']}}, 'prefix': 'x/'");
        JsonNode filter = Json.read("{\"team\": {\"$in\": [\"a\", \"b\"]}}");
        assertThat(made.get("filter")).isEqualTo(filter);
        assertThat(served.get(HOOK).get("prefix").stringValue()).isEqualTo("x/");
        assertThat(
                        served.answer("PUT", HOOK, "{'filter': {'team': {'$like': 'a'}}}", 400)
                                .get("code")
                                .stringValue())
                .isEqualTo("invalid_filter");
        assertThat(served.get(HOOK).get("filter")).isEqualTo(filter);
    }
}

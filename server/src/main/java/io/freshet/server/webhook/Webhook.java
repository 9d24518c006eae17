package io.freshet.server.webhook;

import io.freshet.FreshetException;
import io.freshet.Position;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemException;
import io.freshet.server.stream.Subscription;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A webhook as it is kept: where to, what of the feed, and how far it has come.
///
/// @param wanted `prefix`, `event_types`, `filter` and `include` as a JSON object
/// @param paused by a person, or since it failed for too long: then there is a problem
record Webhook(
        String name, URI url, Secret secret, String wanted, boolean paused, Progress progress) {
    static final List<String> WANTED = List.of("prefix", "event_types", "filter", "include");

    /// @param position up to which everything was taken, or passed over as not wanted
    /// @param delivered posts that were taken
    /// @param failingSince since when nothing was taken
    /// @param problem of the last post
    record Progress(
            Position position,
            long delivered,
            Optional<Instant> deliveredAt,
            Optional<Instant> failingSince,
            Optional<String> problem) {
        static Progress from(Position position) {
            return new Progress(position, 0, Optional.empty(), Optional.empty(), Optional.empty());
        }

        Progress to(Position next) {
            return new Progress(next, delivered, deliveredAt, failingSince, problem);
        }

        Progress taken(Position next, Instant now) {
            return new Progress(
                    next, delivered + 1, Optional.of(now), Optional.empty(), Optional.empty());
        }

        Progress failed(String why, Instant now) {
            return new Progress(
                    position,
                    delivered,
                    deliveredAt,
                    failingSince.or(() -> Optional.of(now)),
                    Optional.of(why));
        }

        /// A person has looked after it.
        Progress mended() {
            return new Progress(
                    position, delivered, deliveredAt, Optional.empty(), Optional.empty());
        }
    }

    Webhook with(Progress now) {
        return new Webhook(name, url, secret, wanted, paused, now);
    }

    Webhook paused(boolean whether) {
        return new Webhook(name, url, secret, wanted, whether, progress);
    }

    Subscription subscription() {
        return subscription(Json.read(wanted));
    }

    /// @throws ProblemException where it cannot be read
    static Subscription subscription(JsonNode wanted) {
        return Subscription.of(
                Optional.ofNullable(wanted.get("prefix")).map(JsonNode::stringValue),
                strings(wanted, "event_types"),
                Optional.ofNullable(wanted.get("filter")),
                strings(wanted, "include"));
    }

    private static Optional<List<String>> strings(JsonNode tree, String name) {
        JsonNode list = tree.get(name);
        if (list == null) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asString("")));
        return Optional.of(words);
    }

    String text() {
        ObjectNode tree = Json.object();
        tree.put("url", url.toString());
        tree.put("secret", secret.text());
        tree.set("wanted", Json.read(wanted));
        tree.put("paused", paused);
        tree.put("position", progress.position().toString());
        tree.put("delivered", progress.delivered());
        progress.deliveredAt().ifPresent(at -> tree.put("delivered_at", at.toString()));
        progress.failingSince().ifPresent(at -> tree.put("failing_since", at.toString()));
        progress.problem().ifPresent(why -> tree.put("problem", why));
        return Json.text(tree);
    }

    /// @throws FreshetException.Corrupt where it is no webhook
    static Webhook read(String name, String text) {
        try {
            JsonNode tree = Json.read(text);
            return new Webhook(
                    name,
                    URI.create(tree.required("url").stringValue()),
                    new Secret(tree.required("secret").stringValue()),
                    Json.text(tree.required("wanted")),
                    tree.required("paused").booleanValue(),
                    new Progress(
                            Position.parse(tree.required("position").stringValue()),
                            tree.path("delivered").asLong(0),
                            time(tree, "delivered_at"),
                            time(tree, "failing_since"),
                            Optional.ofNullable(tree.get("problem")).map(JsonNode::stringValue)));
        } catch (RuntimeException e) {
            throw new FreshetException.Corrupt("not a webhook; name=" + name, e);
        }
    }

    private static Optional<Instant> time(JsonNode tree, String name) {
        return Optional.ofNullable(tree.get(name)).map(JsonNode::stringValue).map(Instant::parse);
    }
}

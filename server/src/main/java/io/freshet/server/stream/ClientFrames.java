package io.freshet.server.stream;

import io.freshet.CollectionName;
import io.freshet.Position;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/// Reads what a client says. Fields that are not known are ignored, so that a client of a later
/// protocol is understood as far as possible. Pure.
final class ClientFrames {
    private ClientFrames() {}

    static ClientFrame read(String text) {
        JsonNode tree;
        try {
            tree = Json.read(text);
        } catch (ProblemException e) {
            return new ClientFrame.Wrong("invalid_json", "Invalid JSON");
        }
        if (!tree.isObject()) {
            return new ClientFrame.Wrong("invalid_request", "a frame is a JSON object");
        }
        try {
            return read(tree);
        } catch (Unreadable e) {
            return new ClientFrame.Wrong(e.code, String.valueOf(e.getMessage()));
        }
    }

    private static ClientFrame read(JsonNode tree) throws Unreadable {
        String action = string(tree, "action").orElse("");
        return switch (action) {
            case "subscribe" -> subscribe(tree);
            case "unsubscribe" -> new ClientFrame.Unsubscribe(collection(tree));
            case "ping" -> new ClientFrame.Ping();
            default ->
                    throw new Unreadable(
                            "unknown_action", "action is subscribe, unsubscribe or ping");
        };
    }

    private static ClientFrame subscribe(JsonNode tree) throws Unreadable {
        Optional<CollectionName> collection = collection(tree);
        Optional<Position> position = position(tree);
        OptionalLong version = version(tree);
        if (position.isPresent() && version.isPresent()) {
            throw new Unreadable("invalid_request", "give since or since_version, not both");
        }
        if (collection.isEmpty() && version.isPresent()) {
            throw new Unreadable(
                    "invalid_request",
                    "since_version needs a collection: each has numbers of its own");
        }
        return new ClientFrame.Subscribe(
                collection,
                new ClientFrame.Since(position, version, string(tree, "history")),
                wanted(tree));
    }

    private static Subscription wanted(JsonNode tree) throws Unreadable {
        try {
            return Subscription.of(
                    string(tree, "prefix"),
                    strings(tree, "event_types"),
                    Optional.ofNullable(tree.get("filter")).filter(node -> !node.isNull()),
                    strings(tree, "include"));
        } catch (ProblemException e) {
            boolean isFilter = e.problem().code().equals(ProblemCode.INVALID_FILTER.word());
            throw new Unreadable(
                    isFilter ? e.problem().code() : "invalid_request", e.problem().detail());
        }
    }

    private static Optional<List<String>> strings(JsonNode tree, String name) throws Unreadable {
        JsonNode value = tree.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        boolean areStrings = value.isArray();
        for (JsonNode element : value) {
            areStrings &= element.isString();
            words.add(element.asString(""));
        }
        if (!areStrings) {
            throw new Unreadable("invalid_request", name + " is an array of strings");
        }
        return Optional.of(words);
    }

    private static Optional<CollectionName> collection(JsonNode tree) throws Unreadable {
        Optional<String> name = string(tree, "collection");
        if (name.isEmpty() || name.get().equals(Frames.EVERY_COLLECTION)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CollectionName(name.get()));
        } catch (IllegalArgumentException e) {
            throw new Unreadable("invalid_collection", String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Position> position(JsonNode tree) throws Unreadable {
        Optional<String> since = string(tree, "since");
        if (since.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Position.parse(since.get()));
        } catch (IllegalArgumentException e) {
            throw new Unreadable("invalid_position", String.valueOf(e.getMessage()));
        }
    }

    private static OptionalLong version(JsonNode tree) throws Unreadable {
        JsonNode value = tree.get("since_version");
        if (value == null || value.isNull()) {
            return OptionalLong.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new Unreadable("invalid_request", "since_version is a whole number from 0");
        }
        return OptionalLong.of(value.longValue());
    }

    private static Optional<String> string(JsonNode tree, String name) throws Unreadable {
        JsonNode value = tree.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw new Unreadable("invalid_request", name + " is a string");
        }
        return Optional.of(value.stringValue());
    }

    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;
        private final String code;

        Unreadable(String code, String message) {
            super(message, null, false, false);
            this.code = code;
        }
    }
}

package io.freshet.library.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The settings that a collection has of its own, as they were written: `chunking.prefix` → `none`.
public record OwnSettings(SequencedMap<String, String> values) {
    private static final JsonMapper JSON = JsonMapper.shared();
    public static final OwnSettings NONE = new OwnSettings(new LinkedHashMap<>());

    public OwnSettings {
        values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    }

    /// @param changes by key; an empty one goes back to its default
    public OwnSettings with(Map<String, Optional<String>> changes) {
        SequencedMap<String, String> all = new LinkedHashMap<>(values);
        changes.forEach(
                (key, value) -> value.ifPresentOrElse(v -> all.put(key, v), () -> all.remove(key)));
        return new OwnSettings(all);
    }

    String text() {
        ObjectNode tree = JSON.createObjectNode();
        values.forEach(tree::put);
        return JSON.writeValueAsString(tree);
    }

    static OwnSettings read(String text) {
        JsonNode tree = JSON.readTree(text);
        SequencedMap<String, String> values = new LinkedHashMap<>();
        for (String key : tree.propertyNames()) {
            values.put(key, tree.get(key).asString(""));
        }
        return new OwnSettings(values);
    }

    SequencedMap<String, Setting> settings(String section) {
        SequencedMap<String, Setting> settings = new LinkedHashMap<>();
        values.forEach(
                (key, value) -> settings.put(section + "." + key, Setting.of(value, "settings")));
        return settings;
    }
}
